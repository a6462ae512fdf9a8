"""Having the chat model write what a text says as JSON that fits a schema."""

import re
from concurrent.futures import CancelledError
from dataclasses import dataclass
from datetime import date
from threading import Event
from typing import Protocol

from assistant.engines.ports import Chat
from assistant.errors import AssistantError, ContextOverflowError
from assistant.prompts import Prompt
from assistant.structured.form import Form

#: With less room than this after the prompt, in tokens, nothing of use could be written.
_LEAST_ROOM = 32

#: What a model that has nothing more to say goes on writing: up to 40 characters, six times or more at the end.
_LOOP = re.compile(r"(.{1,40}?)\1{5,}\Z", re.DOTALL)
_LOOP_CHARACTERS = 60
_LOOKED_BACK = 400
_LOOKED_EVERY = 8


@dataclass(frozen=True, slots=True)
class Support:
    """The lines of a text, counted from 1, that a field's value stands in, and how likely it is the value."""

    field: str
    line_start: int
    line_end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Extraction:
    """A value that fits the schema, how many tokens were read and written for it, and whether it was cut short.

    That is where the model came to no end: it used up its tokens, or wrote the same over and over. Then what it wrote
    up to there is closed in the shortest way that fits. ``support`` says where in the text each field stands.
    """

    value: object
    prompt_tokens: int = 0
    completion_tokens: int = 0
    is_cut_short: bool = False
    support: tuple[Support, ...] = ()


class Extracts(Protocol):
    """What turns texts into values: by writing them, or by looking for them."""

    @property
    def model(self) -> str:
        """The model that does it."""

    def run(self, text: str, day: date | None = None) -> Extraction:
        """What a text says, whose own day is ``day``."""

    def stop(self) -> None:
        """End what is running in another thread."""


class Extractor:
    """One chat model with one form to fill in, in at most ``max_tokens`` tokens a text."""

    def __init__(self, chat: Chat, prompt: Prompt, form: Form, max_tokens: int) -> None:
        self._chat = chat
        self._prompt = prompt
        self._form = form
        self._max_tokens = max_tokens
        self._stopped = Event()

    @property
    def model(self) -> str:
        """The chat model."""
        return self._chat.name

    def run(self, text: str, day: date | None = None) -> Extraction:
        """What ``text`` says.

        Raises ``ContextOverflowError`` when the text is too long to be read whole, ``CancelledError`` after `stop`,
        and ``AssistantError`` when what was written does not fit, which the grammar should have kept from happening.
        """
        told = {"fields": self._form.fields, "text": text.strip(), "day": day.isoformat() if day else ""}
        prompt = self._chat.render(self._prompt.render(told))
        prompt_tokens = self._chat.count_tokens(prompt)
        # A model may put one token of its own before the prompt.
        room = min(self._max_tokens, self._chat.context_tokens - prompt_tokens - 1)
        check_room(self._chat, prompt_tokens, room)
        written, tokens = self._written(prompt, room)
        whole = self._form.closed(written)
        return Extraction(self._form.read(whole), prompt_tokens, tokens, whole != written)

    def stop(self) -> None:
        """End what is running in another thread, within a token."""
        self._stopped.set()

    def _written(self, prompt: str, room: int) -> tuple[str, int]:
        """What the model writes, up to where it begins to repeat itself, and its tokens."""
        written, tokens = "", 0
        try:
            for piece in self._chat.generate(prompt, grammar=self._form.grammar.gbnf, max_tokens=room):
                if self._stopped.is_set():
                    raise CancelledError
                written += piece.text
                tokens += 1
                if tokens % _LOOKED_EVERY == 0 and (end := _loop_start(written)):
                    return written[:end], tokens
        except ValueError as error:
            raise AssistantError(f"{self._chat.name} can't write this: {error}", hint="loosen the schema") from error
        return written, tokens


def _loop_start(text: str) -> int:
    """Where a text begins to repeat itself, after the first time; 0 where it does not."""
    offset = max(0, len(text) - _LOOKED_BACK)
    match = _LOOP.search(text, offset)
    if match is None or match.end() - match.start() < _LOOP_CHARACTERS:
        return 0
    return match.end(1)


def check_room(chat: Chat, prompt_tokens: int, room: int) -> None:
    """Refuse a prompt that leaves too few tokens of the context; a text is never cut."""
    if room < _LEAST_ROOM:
        raise ContextOverflowError(
            f"the text is too long: its prompt takes {prompt_tokens} of the {chat.context_tokens} tokens "
            f"that {chat.name} can hold",
            hint="--each paragraph, or assistant config set engine.context",
        )
