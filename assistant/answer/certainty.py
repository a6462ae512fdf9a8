"""The numbers that say how far an answer can be trusted: what was found, what was read, what was checked."""

from collections.abc import Sequence

from assistant.answer.contrary import contrary_to
from assistant.answer.drafts import Draft
from assistant.answer.evidence import Question, passage_context
from assistant.answer.reading import Found
from assistant.answer.turns import turn_of
from assistant.domain import EvidenceSentence, Hit

#: Passages whose words and meaning are compared with the question's.
TOP = 3
#: Sentences before a span's own, and behind it, whose words are told with it.
BEFORE, BEHIND = 2, 1
#: Of a question's words, so many around a span are enough: that more are held says nothing more, since questions
#: without an answer repeat the words of a note as well as others do. That fewer are held tells a lot.
ENOUGH = 0.6
#: How sure a span is at most whose sentence says otherwise than the question: in the folder for the fit 5 of 130 such
#: are right, and linear weights alone let the surest of the others through.
CONTRARY = 0.04
#: Margins, in logits, beyond which more says nothing more.
MOST = 12.0


def most_covered(question: Question, hits: Sequence[Hit]) -> float:
    """The most that one of the best passages holds of the question's words, 0..1."""
    covered = (question.coverage(passage_context(hit.passage), hit.passage.language) for hit in hits[:TOP])
    return max(covered, default=0.0)


def retrieval_features(hits: Sequence[Hit]) -> dict[str, float]:
    """How near the notes found are to the question in meaning, 0..1; nothing without vectors."""
    similar = [rank.score for hit in hits[:TOP] for rank in hit.ranks if rank.name == "vector"]
    return {"similarity": max(similar)} if similar else {}


def reading_features(question: Question, found: Sequence[Found]) -> dict[str, float]:
    """What the reader is sure of, and how much of the question stands where it found its best answer.

    The margin of the second look at its best answer and the highest of the first, in logits; the next other answer's
    distance, how many notes agree; the share of the question's words in the passage and in the sentences around,
    0..``ENOUGH``; whether its sentence says otherwise than the question; whether somebody says it in a chat, where a
    reader is less sure of what is right.
    """
    if not found:
        return {"looked": -MOST}
    best = found[0]
    others = [one.score for one in found[1:] if not _same_words(one.text, best.text)]
    agreeing = {one.read_with.path for one in found if one.margin > 0 and _same_words(one.text, best.text)}
    language = best.passage.language
    return {
        "looked": _clipped(best.looked),
        "apart": min(best.score - others[0], MOST) if others else MOST,
        "highest": _clipped(max(one.margin for one in found)),
        "agreeing": float(min(len(agreeing), 3)),
        "passage_coverage": min(ENOUGH, question.coverage(passage_context(best.passage), language)),
        "near_coverage": min(ENOUGH, question.coverage(_around(best), language)),
        "contrary": float(bool(contrary_to(question.text, found))),
        "in_chat": float(turn_of(best.passage, best.sentence) is not None),
    }


def answer_features(question: Question, draft: Draft, *, verified: bool) -> dict[str, float]:
    """How much of the question the cited lines hold, 0..1; whether the draft stood; what its writer was sure of."""
    context = " ".join(map(context_of, draft.cited))
    language = draft.cited[0].language if draft.cited else "en"
    features = {"cited_coverage": question.coverage(context, language), "verified": float(verified)}
    if draft.written is not None:
        features["written"] = draft.written
    if draft.agreed is not None:
        features["agreed"] = float(draft.agreed)
    return features


def context_of(evidence: EvidenceSentence) -> str:
    """Everything a sentence's place says with it: its words, its note's title and date, its headings."""
    return " ".join(
        (evidence.title, str(evidence.date or ""), *evidence.headings, evidence.context, evidence.sentence.text)
    )


def _same_words(a: str, b: str) -> bool:
    """Whether two answers are the same, or one holds the other."""
    a, b = (f" {' '.join(text.casefold().split())} " for text in (a, b))
    return a in b or b in a


def _around(one: Found) -> str:
    sentences = one.passage.chunk.sentences
    at = next((i for i, sentence in enumerate(sentences) if sentence == one.sentence), 0)
    return " ".join(sentence.text for sentence in sentences[max(0, at - BEFORE) : at + BEHIND + 1])


def _clipped(margin: float) -> float:
    return max(-MOST, min(MOST, margin))
