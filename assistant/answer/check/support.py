"""Whether a chat model's claims say only what their lines say: what does not stand there is taken out."""

from dataclasses import replace

from assistant.answer.check.cite import evidence_of
from assistant.answer.check.repair import repair
from assistant.answer.check.verify import verify
from assistant.answer.draft.model import Claim, Draft
from assistant.answer.question.parse import Question


def supported(draft: Draft, question: Question) -> Draft | None:
    """The draft with what is left of its claims; nothing where none is supported."""
    if not draft.claims:
        return draft
    kept = tuple(claim for claim in (_held(claim, question) for claim in draft.claims) if claim)
    if not kept:
        return None
    quoted = tuple(dict.fromkeys(place for claim in kept for place in claim.quoted))
    return replace(draft, answer=" ".join(claim.text for claim in kept), claims=kept, quoted=quoted)


def _held(claim: Claim, question: Question) -> Claim | None:
    cited = [evidence_of(place, n) for n, place in enumerate(claim.quoted, start=1)]
    language = cited[0].language
    verdict = verify(claim.text, cited, question.text, language)
    if verdict.supported:
        return claim
    left = repair(claim.text, verdict)
    if left and verify(left, cited, question.text, language).supported:
        return Claim(left, claim.quoted)
    return None
