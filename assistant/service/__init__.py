"""The resident process of a notes folder: it keeps the index in step and the models warm, and answers the program."""
