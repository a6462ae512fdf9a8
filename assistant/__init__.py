"""A private assistant for notes: hybrid search and answers that point at the lines they rest on."""

__version__ = "0.1.0"
