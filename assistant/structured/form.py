"""A schema made ready: in words for the model, as a grammar for its tokens, as a check of what came out."""

import json
from functools import cached_property

from assistant.errors import AssistantError
from assistant.structured.fields import Field, read_fields
from assistant.structured.languages.grammar import Grammar
from assistant.structured.schema.compile import compile_schema
from assistant.structured.schema.document import Schema
from assistant.structured.schema.outline import outline
from assistant.structured.schema.validate import make_validator, why_not


class Form:
    """What a text is to be written as. Raises ``UsageError`` where the schema can't be kept to, naming what in it."""

    def __init__(self, schema: Schema | bool) -> None:
        self.schema = schema
        self.grammar: Grammar = compile_schema(schema)
        self._validator = make_validator(schema)

    @cached_property
    def root(self) -> Field:
        """The schema as fields to look for."""
        return read_fields(self.schema, self._validator)

    def checked(self, value: object) -> object:
        """A value that was put together. Raises ``AssistantError`` where it does not fit the schema."""
        if reason := why_not(self._validator, value):
            raise AssistantError(f"what was found does not fit the schema: {reason}", hint="loosen the schema")
        return value

    @cached_property
    def fields(self) -> str:
        """The schema in words."""
        return outline(self.schema)

    def closed(self, text: str) -> str:
        """A text that keeps to the grammar, ended in the shortest way where it is not whole."""
        if self.grammar.accepts(text):
            return text
        try:
            return text + self.grammar.completion(text)
        except ValueError as error:
            raise AssistantError("the model did not keep to the grammar", hint="try another chat model") from error

    def read(self, text: str) -> object:
        """The value that a whole text spells. Raises ``AssistantError`` where it does not fit the schema."""
        try:
            value = json.loads(text)
            reason = why_not(self._validator, value)
        except (ValueError, RecursionError) as error:
            raise AssistantError(f"what the model wrote can't be read: {error}", hint="try another text") from error
        if reason:
            raise AssistantError(f"what the model wrote does not fit the schema: {reason}", hint="try another text")
        return value
