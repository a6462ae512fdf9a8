"""What of a draft stands: each claim is held against its own sentences; what they do not say is taken out."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.drafts import Draft, Stated
from assistant.answer.evidence import Question, flat
from assistant.answer.repair import repair
from assistant.answer.verify import verify
from assistant.domain import EvidenceSentence


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of a draft, the sentences that carry it, and why it is not the draft as it was written."""

    answer: str
    cited: tuple[EvidenceSentence, ...]
    reason: str = ""

    @property
    def verified(self) -> bool:
        """Whether the draft stands as it was written."""
        return not self.reason


def check(draft: Draft, standing: Sequence[EvidenceSentence], question: Question) -> Checked:
    """Keep the claims that their sentences support, of those sentences that still stand in their files.

    A claim is kept without its unsupported parts, or left out. When none is left, the cited sentence that holds most
    of the question speaks for itself.
    """
    if draft.held is not None:
        return Checked(draft.answer, tuple(standing))
    kept: list[Stated] = []
    missing: list[str] = []
    for claim in draft.claims or (Stated(draft.answer, draft.cited),):
        cited = tuple(s for s in claim.cited if s in standing)
        words, lacking = _supported(claim.text, cited, question)
        missing += lacking
        if words:
            kept.append(Stated(words, cited))
    said = ", ".join(dict.fromkeys(part.rstrip(".") for part in missing[:3]))
    if kept:
        cited = tuple(dict.fromkeys(s for claim in kept for s in claim.cited))
        reason = f"left out what the cited lines do not say: {said}" if missing else ""
        return Checked(" ".join(claim.text for claim in kept), cited, reason)
    best = max(standing, key=lambda s: question.coverage(s.sentence.text, s.language))
    reason = f"the cited lines do not say {said}; a line is quoted instead"
    return Checked(flat(best.sentence.text), (best,), reason)


def _supported(text: str, cited: Sequence[EvidenceSentence], question: Question) -> tuple[str, tuple[str, ...]]:
    """A claim, or what is left of it, or nothing; and what its sentences do not say."""
    if not cited:
        return "", (text,)
    language = cited[0].language
    verdict = verify(text, cited, question.text, language)
    if verdict.supported:
        return text, ()
    left = repair(text, verdict)
    if left and verify(left, cited, question.text, language).supported:
        return left, verdict.missing
    return "", verdict.missing
