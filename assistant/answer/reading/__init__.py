"""The pieces of notes that may answer a question, each judged."""
