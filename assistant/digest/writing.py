"""Having a chat model word a section: numbers of lines first, then what they say, each statement verified."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer.evidence import as_line, flat
from assistant.answer.grammar import NOTHING, pointer_grammar, read_claims
from assistant.answer.quotes import QuoteReader
from assistant.answer.repair import repair
from assistant.answer.verify import verify
from assistant.digest.model import Bullet, Line
from assistant.domain import EvidenceSentence, Supports
from assistant.engines.ports import Chat
from assistant.prompts import Prompt


@dataclass(slots=True)
class Spent:
    """Tokens read and written so far."""

    prompt: int = 0
    completion: int = 0


class SectionWriter:
    """One chat model with its prompt; a section has ``answer_tokens`` at most."""

    def __init__(self, chat: Chat, prompt: Prompt, answer_tokens: int) -> None:
        self.name = chat.name
        self.spent = Spent()
        self._chat = chat
        self._prompt = prompt
        self._answer_tokens = answer_tokens

    def write(self, title: str, lines: Sequence[Line], count: int, quotes: QuoteReader) -> list[Bullet]:
        """Up to ``count`` statements about ``lines``; those that do not fit the model's context are not shown to it.

        What the lines do not support is taken out of a statement; where nothing is left, the line itself is quoted.
        """
        shown = [replace(line.evidence, n=n) for n, line in enumerate(lines, start=1)]
        while shown and self._tokens(self._rendered(title, shown)) + self._answer_tokens > self._chat.context_tokens:
            shown.pop()
        if not shown:
            return []
        prompt = self._rendered(title, shown)
        grammar = pointer_grammar(len(shown), claims=count)
        pieces = list(self._chat.generate(prompt, grammar=grammar, max_tokens=self._answer_tokens))
        self.spent.prompt += self._tokens(prompt)
        self.spent.completion += len(pieces)
        written = "".join(piece.text for piece in pieces)
        if written.strip() == NOTHING:
            return []
        by_number = {sentence.n: sentence for sentence in shown}
        bullets = [
            _stated(claim.text, [by_number[n] for n in claim.pointers], quotes) for claim in read_claims(written).claims
        ]
        return [bullet for bullet in dict.fromkeys(bullets) if bullet]

    def _tokens(self, prompt: str) -> int:
        return self._chat.count_tokens(prompt)

    def _rendered(self, title: str, shown: Sequence[EvidenceSentence]) -> str:
        lines = [
            {"n": s.n, "text": as_line(s), "date": s.date.isoformat() if s.date else "", "title": flat(s.title)}
            for s in shown
        ]
        return self._chat.render(self._prompt.render({"topic": flat(title), "lines": lines}))


def _stated(text: str, cited: Sequence[EvidenceSentence], quotes: QuoteReader) -> Bullet | None:
    """A statement that its lines support, or the first of them that still stands in its file."""
    language = cited[0].language
    verdict = verify(text, cited, "", language)
    words: str | None = text
    if not verdict.supported:
        words = repair(text, verdict)
        verdict = verify(words, cited, "", language) if words else verdict
    standing = quotes.cite([s.n for s in cited], {s.n: s for s in cited})
    if words and verdict.supported and len(standing) == len(cited):
        pairs = zip(standing, verdict.supports, strict=True)
        return Bullet(words.strip(), tuple(replace(citation, supports=how) for citation, how in pairs), quoted=False)
    return next((quoted(s, quotes) for s in cited if quotes.cite([s.n], {s.n: s})), None)


def quoted(sentence: EvidenceSentence, quotes: QuoteReader) -> Bullet | None:
    """A line as it stands in its note, or nothing when it stands there no more."""
    citations = quotes.cite([sentence.n], {sentence.n: sentence})
    if not citations:
        return None
    citation = replace(citations[0], supports=Supports.VERBATIM)
    return Bullet(flat(sentence.sentence.text), (citation,), quoted=True, lead=sentence.context)
