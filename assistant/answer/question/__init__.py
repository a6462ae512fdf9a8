"""A question, understood once: its words, the form of answer it asks for, the days it names."""
