"""Running templates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.app.asking import Answering
from assistant.errors import AssistantError, ContextOverflowError, ExitCode

if TYPE_CHECKING:
    from assistant.domain import Passage
    from assistant.templates import Template, TemplateLibrary

#: Notes that are looked at for a template, and the least tokens that must be left to write in.
NOTES_SHOWN = 8
LEAST_ROOM = 16


class NothingFoundError(AssistantError):
    """The notes have no passage for what a template looks up."""

    exit_code = ExitCode.NOT_IN_NOTES


@dataclass(frozen=True, slots=True)
class Ran:
    """What a template gave: a text, or with a schema the value that the text spells; and the passages it was shown."""

    text: str
    value: object
    sources: "tuple[Passage, ...]"
    prompt_tokens: int
    completion_tokens: int
    is_cut_short: bool


class Templating(Answering):
    """What runs templates."""

    @property
    def templates(self) -> "TemplateLibrary":
        """The user's own templates."""
        from assistant.templates import TemplateLibrary

        return TemplateLibrary(self.paths.config / "templates")

    def run_template(
        self, template: "Template", values: Mapping[str, str], piped: str, on_text: Callable[[str], None]
    ) -> Ran:
        """Have the chat model complete a template; ``on_text`` is told each piece as it is written.

        Raises what ``search`` does where it looks passages up, and ``ContextOverflowError`` when it is too long.
        """
        sources = self._looked_up(template, {**values, "input": piped})
        messages = template.render(values, piped, [_shown(passage) for passage in sources])
        beginning = messages.pop().content if messages[-1].role == "assistant" else ""
        prompt = self.chat.render(messages) + beginning
        tokens = self.chat.count_tokens(prompt)
        room = min(template.max_tokens, self.chat.context_tokens - tokens - 1)
        if room < min(LEAST_ROOM, template.max_tokens):
            raise ContextOverflowError(
                f"{template.name} takes {tokens} of the {self.chat.context_tokens} tokens that {self.chat.name} holds",
                hint="pipe in less, or assistant config set engine.context",
            )
        form, written = template.form(), []
        if form is None and beginning:
            on_text(beginning)
        for piece in self.chat.generate(prompt, grammar=form.grammar.gbnf if form else None, max_tokens=room):
            written.append(piece.text)
            on_text(piece.text)
        text = "".join(written)
        if form is None:
            return Ran((beginning + text).strip(), None, sources, tokens, len(written), len(written) >= room)
        whole = form.closed(text)
        return Ran(whole, form.read(whole), sources, tokens, len(written), whole != text)

    def _looked_up(self, template: "Template", values: Mapping[str, str]) -> "tuple[Passage, ...]":
        """The best passages, as many as there is room for in the evidence's tokens."""
        if not template.looked_up:
            return ()
        with self.searching(self.settings.search.mode) as searching:
            hits = searching.run(values[template.looked_up], NOTES_SHOWN).hits
        left = self.settings.ask.evidence_tokens
        shown: list[Passage] = []
        for hit in hits:
            left -= self.chat.count_tokens(hit.passage.chunk.text)
            if shown and left < 0:
                break
            shown.append(hit.passage)
        if not shown:
            raise NothingFoundError(
                f'nothing in the notes for "{values[template.looked_up]}"', hint="assistant search, in other words"
            )
        return tuple(shown)


def _shown(passage: "Passage") -> str:
    """A passage under the place and day it comes from."""
    return f"{passage.path}:{passage.chunk.span.line_start} ({passage.date})\n{passage.chunk.text.strip()}"
