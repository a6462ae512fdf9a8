"""JSON Schema: where one comes from, what it says in words, its grammar, and the check of what was written."""
