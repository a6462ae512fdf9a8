"""Having a chat model word a section: numbers of lines first, then what they say, each statement verified."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer.check.quotes import QuoteReader
from assistant.answer.check.repair import repair
from assistant.answer.check.verify import verify
from assistant.answer.draft.evidence import as_line
from assistant.answer.draft.grammar import NOTHING, pointer_grammar, read_claims
from assistant.digest.model import Bullet, Line
from assistant.domain import EvidenceSentence, Supports
from assistant.engines.ports import Chat
from assistant.guards.terminal import one_line
from assistant.prompts import Prompt


@dataclass(slots=True)
class Spent:
    """Tokens read and written so far."""

    prompt: int = 0
    completion: int = 0


@dataclass(frozen=True, slots=True)
class _Statement:
    """What is said, and the sentences it rests on: a line of a note, or what the model made of some."""

    text: str
    cited: tuple[EvidenceSentence, ...]


class SectionWriter:
    """One chat model with its prompt; a section has ``answer_tokens`` at most."""

    def __init__(self, chat: Chat, prompt: Prompt, answer_tokens: int) -> None:
        self.name = chat.name
        self.spent = Spent()
        self._chat = chat
        self._prompt = prompt
        self._answer_tokens = answer_tokens

    def write(self, title: str, lines: Sequence[Line], count: int, quotes: QuoteReader) -> list[Bullet]:
        """Up to ``count`` statements about ``lines``.

        What does not fit the model's context is shown to it in parts, and then what it said of the parts, until that
        fits. What the lines do not support is taken out of a statement; where nothing is left, the line is quoted.
        """
        quoted_lines = [_Statement(as_line(line.evidence), (line.evidence,)) for line in lines]
        known = {line.evidence.n: line for line in lines}
        told = quoted_lines
        while parts := self._parts(title, told):
            said = [one for part in parts for one in self._say(title, part, count)]
            is_done = len(parts) == 1 or len(said) >= len(told)
            told = said or told
            if is_done or not said:
                break
        if told is quoted_lines:
            return []
        made = [_stated(one.text, one.cited, known, quotes) for one in told[:count]]
        return [bullet for bullet in dict.fromkeys(made) if bullet]

    def _parts(self, title: str, statements: Sequence[_Statement]) -> list[list[_Statement]]:
        """The statements in parts that the model can read at once; one that is too long alone is left out."""
        parts: list[list[_Statement]] = [[]]
        for one in statements:
            if self._fits(title, [*parts[-1], one]):
                parts[-1].append(one)
            elif self._fits(title, [one]):
                parts.append([one])
        return [part for part in parts if part]

    def _fits(self, title: str, shown: Sequence[_Statement]) -> bool:
        return self._chat.count_tokens(self._rendered(title, shown)) + self._answer_tokens <= self._chat.context_tokens

    def _say(self, title: str, shown: Sequence[_Statement], count: int) -> list[_Statement]:
        """What the model says of some statements, at most ``count``, each with all that its statements rest on."""
        prompt = self._rendered(title, shown)
        grammar = pointer_grammar(len(shown), claims=count)
        pieces = list(self._chat.generate(prompt, grammar=grammar, max_tokens=self._answer_tokens))
        self.spent.prompt += self._chat.count_tokens(prompt)
        self.spent.completion += len(pieces)
        written = "".join(piece.text for piece in pieces)
        if written.strip() == NOTHING:
            return []
        claims = read_claims(written)[:count]
        rests = [[s for n in claim.pointers if 0 < n <= len(shown) for s in shown[n - 1].cited] for claim in claims]
        told = zip(claims, rests, strict=True)
        return [_Statement(claim.text, tuple(dict.fromkeys(cited))) for claim, cited in told if cited]

    def _rendered(self, title: str, shown: Sequence[_Statement]) -> str:
        days = [one.cited[0].date for one in shown]
        lines = [
            {"n": n, "text": one.text, "date": day.isoformat() if day else ""}
            for n, (one, day) in enumerate(zip(shown, days, strict=True), start=1)
        ]
        return self._chat.render(self._prompt.render({"topic": one_line(title), "lines": lines}))


def _stated(
    text: str, cited: Sequence[EvidenceSentence], known: Mapping[int, Line], quotes: QuoteReader
) -> Bullet | None:
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
    return next((quoted(known[s.n], quotes) for s in cited if quotes.cite([s.n], {s.n: s})), None)


def quoted(line: Line, quotes: QuoteReader) -> Bullet | None:
    """A line of a note without its markup, or nothing when it stands there no more."""
    sentence = line.evidence
    citations = quotes.cite([sentence.n], {sentence.n: sentence})
    if not citations:
        return None
    citation = replace(citations[0], supports=Supports.VERBATIM)
    return Bullet(line.text, (citation,), quoted=True, lead=sentence.context)
