"""Markdown and plain text, which are read as they are."""

from assistant.notes.formats.format import Format


class Markdown(Format):
    """Markdown in all its dialects."""


class PlainText(Format):
    """Text without markup."""

    is_plain = True
