"""Structured output: a schema becomes a grammar, a text becomes JSON that fits it, or one of several labels."""
