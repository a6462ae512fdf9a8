"""Extraction by a chat model that is trusted to write: every value that it writes is held against the text."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.engines.ports import Chat, Judge, Judgement
from assistant.prompts import Prompt
from assistant.structured.asking import ask, told
from assistant.structured.choosing import scores, weigh
from assistant.structured.extract import Extraction, Extractor
from assistant.structured.fields import Field
from assistant.structured.form import Form
from assistant.structured.holding import Holder
from assistant.structured.passage import Passage
from assistant.structured.ranking import Ranking
from assistant.structured.unsaid import MISSING

#: Candidates that a model may choose among when it is asked again.
_MOST = 8
_ONE_VALUE_TOKENS = 96


class CheckedExtractor:
    """One chat model with one form to fill in; with a judge the candidates of a second question are ranked."""

    def __init__(
        self, chat: Chat, prompt: Prompt, form: Form, max_tokens: int, ranking: Ranking, judge: Judge | None = None
    ) -> None:
        self._chat = chat
        self._prompt = prompt
        self._form = form
        self._writer = Extractor(chat, prompt, form, max_tokens)
        self._ranking = ranking
        self._judge = judge

    @property
    def model(self) -> str:
        """The chat model."""
        return self._chat.name

    def stop(self) -> None:
        """End what is running in another thread, within a token."""
        self._writer.stop()

    def run(self, text: str, day: date | None = None) -> Extraction:
        """What ``text`` says and holds.

        Raises what `Extractor.run` does, and ``NotSaidError`` naming a field that the text does not say.
        """
        written = self._writer.run(text, day)
        passage = Passage(text, day)
        holder = Holder(
            passage,
            lambda field: self._values(field, passage),
            lambda field, values: self._again(field, values, text, day),
        )
        value = holder.held(self._form.root, written.value)
        value = None if value is MISSING else value
        return replace(written, value=self._form.checked(value), support=tuple(holder.support))

    def _values(self, field: Field, passage: Passage) -> Sequence[object]:
        """The likeliest values of the field's kind that the text holds."""
        asked = ask(self._judge, field, passage) if self._judge else told(field, passage, [Judgement(0.0)])
        return [one.option.value for one in scores(asked, weigh(asked, passage), self._ranking)[:_MOST]]

    def _again(self, field: Field, values: Sequence[object], text: str, day: date | None) -> object:
        """Which of some values the model finds to be the field's; None for none of them."""
        one = {"enum": [*values, None], "description": field.meaning}
        schema = {"type": "object", "properties": {field.name: one}, "required": [field.name]}
        second = Extractor(self._chat, self._prompt, Form(schema), _ONE_VALUE_TOKENS).run(text, day).value
        return second.get(field.name) if isinstance(second, dict) else None
