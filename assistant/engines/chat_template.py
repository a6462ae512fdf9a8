"""Prompts from chat messages by a model's own Jinja template, with no way for a text to forge its structure."""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NoReturn

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.engines.ports import Message

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)

TEXT_CUT = "\ufdd0"
"""Inside a prompt: no token spans this point. A Unicode noncharacter, so no text has a use for it."""


class ChatTemplate:
    """One model's template. Raises jinja2's ``TemplateSyntaxError`` when ``source`` is not a template.

    ``control_texts`` is how the vocabulary spells its control tokens. Where a message contains one of them, the
    prompt gets a `TEXT_CUT` after its first character, so that the tokenizer reads plain text there.
    """

    def __init__(self, source: str, *, bos: str = "", eos: str = "", control_texts: Iterable[str] = ()) -> None:
        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"], autoescape=False
        )
        environment.filters["tojson"] = _to_json
        environment.globals["raise_exception"] = _raise_exception
        environment.globals["strftime_now"] = _strftime_now
        self._template = environment.from_string(source)
        self._tokens = {"bos_token": bos, "eos_token": eos}
        self._control = _starts_of(control_texts)

    def render(self, messages: Sequence[Message]) -> str:
        """The prompt up to where the assistant's answer begins.

        A template that refuses a system message gets it at the head of the first user message.
        """
        turns = [{"role": message.role, "content": self._plain(message.content)} for message in messages]
        try:
            return self._render(turns)
        except TemplateError:
            if len(turns) < 2 or turns[0]["role"] != "system":
                raise
            first = f"{turns[0]['content']}\n\n{turns[1]['content']}"
            return self._render([{**turns[1], "content": first}, *turns[2:]])

    def _render(self, turns: list[dict[str, str]]) -> str:
        return self._template.render(messages=turns, add_generation_prompt=True, enable_thinking=False, **self._tokens)

    def _plain(self, content: str) -> str:
        content = content.replace(TEXT_CUT, "")
        return self._control.sub(rf"\g<0>{TEXT_CUT}", content) if self._control else content


def _starts_of(texts: Iterable[str]) -> re.Pattern[str] | None:
    """Matches the first character of every occurrence of one of ``texts``, overlapping ones too."""
    spellings = sorted({text for text in texts if len(text) > 1})
    return re.compile(f"(?=(?:{'|'.join(map(re.escape, spellings))})).", re.DOTALL) if spellings else None


def _to_json(value: object, indent: int | None = None) -> str:
    """JSON as it stands: jinja2's own filter escapes it for HTML."""
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _raise_exception(message: str) -> NoReturn:
    raise TemplateError(message)


def _strftime_now(pattern: str) -> str:
    return datetime.now().astimezone().strftime(pattern)
