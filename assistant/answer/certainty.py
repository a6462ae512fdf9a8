"""The numbers that say how far an answer can be trusted: what was found, what was read, what was checked."""

from collections.abc import Sequence

from assistant.answer.drafts import Draft
from assistant.answer.evidence import Question
from assistant.answer.fit import fits
from assistant.answer.questions import Kind
from assistant.answer.reading import Found
from assistant.answer.values import Value, ValueKind, find_values, same
from assistant.domain import EvidenceSentence, Hit, Passage

#: Passages whose words and meaning are compared with the question's.
TOP = 3
#: Margins, in logits, beyond which more says nothing more.
MOST = 12.0


def retrieval_features(question: Question, hits: Sequence[Hit]) -> dict[str, float]:
    """How well the notes found carry the question, 0..1 each: words held, nearness in meaning, lead of the first."""
    covered = [question.coverage(passage_context(hit.passage), hit.passage.language) for hit in hits[:TOP]]
    similar = [rank.score for hit in hits[:TOP] for rank in hit.ranks if rank.name == "vector"]
    features = {"coverage": max(covered, default=0.0), "first_coverage": covered[0] if covered else 0.0}
    if similar:
        features["similarity"] = max(similar)
    if len(hits) > 1 and hits[0].score > 0:
        features["lead"] = 1 - hits[1].score / hits[0].score
    return features


def reading_features(kind: Kind, found: Sequence[Found]) -> dict[str, float]:
    """What the reader is sure of: its best margin in logits, the next other answer's distance, how many agree."""
    if not found:
        return {"margin": -MOST}
    best = found[0]
    others = [one.score for one in found[1:] if not _same_words(one.text, best.text)]
    agreeing = {one.read_with.path for one in found if one.margin > 0 and _same_words(one.text, best.text)}
    return {
        "margin": _clipped(best.margin),
        "probability": best.probability,
        "apart": min(best.score - others[0], MOST) if others else MOST,
        "highest": _clipped(max(one.margin for one in found)),
        "agreeing": float(min(len(agreeing), 3)),
        "fits": float(fits(best.text, kind, best.passage.language)),
    }


def answer_features(question: Question, kind: Kind, draft: Draft, *, verified: bool) -> dict[str, float]:
    """What the cited lines hold of the question, above all of its names, dates and numbers."""
    context = " ".join(map(context_of, draft.cited))
    language = draft.cited[0].language if draft.cited else "en"
    asked = find_values(question.text, language)
    told = find_values(context, language, draft.cited[0].date if draft.cited else None)
    features = {
        "cited_coverage": question.coverage(context, language),
        "values_missing": float(len([v for v in asked if not _told(v, told, draft)])),
        "words": float(min(len(draft.answer.split()), 20)),
        "verified": float(verified),
        "yes_no": float(kind is Kind.YES_NO),
        "free": float(kind in (Kind.FREE, Kind.LIST)),
    }
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


def _told(asked: Value, told: Sequence[Value], draft: Draft) -> bool:
    if asked.kind is ValueKind.NAME:
        around = " ".join(context_of(s) for s in draft.cited).casefold().replace(" ", "")
        return asked.norm.replace(" ", "") in around
    return any(same(asked, value) for value in told)


def _same_words(a: str, b: str) -> bool:
    """Whether two answers are the same, or one holds the other."""
    a, b = (f" {' '.join(text.casefold().split())} " for text in (a, b))
    return a in b or b in a


def _clipped(margin: float) -> float:
    return max(-MOST, min(MOST, margin))


def passage_context(passage: Passage) -> str:
    """Everything a passage says with its place: title, headings, date, words."""
    return " ".join((passage.title, *passage.chunk.headings, str(passage.date), passage.chunk.text))
