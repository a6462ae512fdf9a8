"""Answering questions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from assistant.app.equipment import ENGLISH_JUDGE
from assistant.app.searching import Finding
from assistant.errors import FolderGoneError, ModelMissingError

if TYPE_CHECKING:
    from assistant.answer.ask import Trace
    from assistant.answer.draft.writing import OnText, Style, Writer
    from assistant.domain import Answer, Note
    from assistant.engines.ports import Judge
    from assistant.store.filters import Filters


@dataclass(frozen=True, slots=True)
class AskOutcome:
    """An answer, how it came about, and what the user should know about the index it was found in."""

    answer: "Answer"
    trace: "Trace"
    notices: tuple[str, ...]


#: Answers a question over an open index, from a confidence on, or from that of the settings.
Asking: TypeAlias = "Callable[[str, OnText, float | None], AskOutcome]"


class Answering(Finding):
    """What answers from the notes."""

    _speed_known = False

    def ask(
        self,
        text: str,
        on_text: "OnText",
        piped: str = "",
        narrow: "Filters | None" = None,
        min_confidence: float | None = None,
    ) -> AskOutcome:
        """Answer a question from the notes and a piped text.

        It is answered from the confidence of the settings on, or from ``min_confidence``. Raises what ``search`` does,
        and ``ModelMissingError`` when what judges the pieces, or the chat model that is to word them, is not installed.
        """
        with self.asking(narrow, piped) as asking:
            return asking(text, on_text, min_confidence)

    @contextmanager
    def asking(self, narrow: "Filters | None" = None, piped: str = "") -> "Iterator[Asking]":
        """The index and the models, open for many questions. Raises what ``ask`` does."""
        from assistant.answer.ask import Asker, AskParams
        from assistant.answer.check.quotes import QuoteReader

        limits, style = self.settings.ask, self._style()
        if not self.folder.is_dir():
            gone = f"the notes folder is not there, and no line can be read again: {self.folder}"
            raise FolderGoneError(gone, hint="put it back or mount it; assistant search works without")
        with self.searching("hybrid", narrow, reread=False) as searching:
            quotes = QuoteReader(self.folder, self.settings.notes.max_bytes, piped)
            writer = self._writer(style)
            asker = Asker(searching.search, quotes, self.confidence, self._needed_judge(), writer)
            fitted = limits.min_confidence / 100 if limits.min_confidence >= 0 else self.confidence.threshold
            parsed = self._parse_piped(piped)

            def ask(text: str, on_text: "OnText", min_confidence: float | None) -> AskOutcome:
                least = fitted if min_confidence is None else min_confidence
                params = AskParams(self._evidence_tokens(writer), limits.evidence_sentences, least, style)
                answer, trace = asker.run(text, params, on_text, parsed)
                self._learn_speed(answer)
                return AskOutcome(answer, trace, (*searching.notices, *trace.notices))

            yield ask

    def _style(self) -> "Style":
        """How answers are written: as the settings say, or as the chat model's tier allows."""
        from assistant.answer.draft.writing import Style

        if self.settings.ask.style != "auto":
            return Style(self.settings.ask.style)
        weak = self.manifest(self.settings.models.chat).tier == "weak"
        return Style.EXTRACTIVE if weak else Style.ABSTRACTIVE

    def _evidence_tokens(self, writer: "Writer | None") -> int:
        """As much evidence as the chat model reads in the time that a user would wait for it."""
        from assistant.answer.draft.evidence import EVIDENCE_FLOOR, evidence_tokens
        from assistant.engines.hardware import available_cores
        from assistant.engines.speeds import first_guess

        ask, engine = self.settings.ask, self.settings.engine
        if writer is None:
            return ask.evidence_tokens
        model = self.manifest(self.settings.models.chat)
        known = self.prompt_speeds.get(model.name, self._machine)
        speed = known or first_guess(model.size, engine.threads or available_cores())
        return evidence_tokens(speed, ask.evidence_seconds, EVIDENCE_FLOOR, ask.evidence_tokens)

    def _learn_speed(self, answer: "Answer") -> None:
        """Remember how fast the first prompt of this process was read; later ones repeat what is read already."""
        seconds = answer.timings_ms.get("prompt", 0.0) / 1000
        if seconds and not self._speed_known:
            self._speed_known = True
            self.prompt_speeds.learn(answer.model, self._machine, answer.prompt_tokens, seconds)

    @property
    def _machine(self) -> str:
        from assistant.engines.speeds import this_machine

        return this_machine(self.settings.engine.threads, self.settings.engine.gpu_layers)

    def _needed_judge(self) -> "Judge":
        if self.judge_with_nearness is None:
            name = self.settings.models.reader or ENGLISH_JUDGE
            raise ModelMissingError(f"the model {name} is not installed", hint=f"assistant models pull {name}")
        return self.judge_with_nearness

    def _writer(self, style: "Style") -> "Writer | None":
        """The chat model, where it words the answers."""
        from assistant.answer.draft.writing import Style, Writer

        if style is Style.EXTRACTIVE:
            return None
        return Writer(self.chat, self.prompts.get(style.prompt), self.settings.ask.answer_tokens)

    def _parse_piped(self, text: str) -> "Note | None":
        import time

        from assistant.answer.check.quotes import STDIN
        from assistant.notes.parse import parse_note

        if not text.strip():
            return None
        recipe = self.recipe()
        return parse_note(f"{STDIN}.md", text, time.time_ns(), recipe.sizes, recipe.count_tokens)
