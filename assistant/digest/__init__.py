"""Summaries of a day, a week, a tag, a folder or a question: sections of bullets that cite, and what was found."""
