"""What the judge learns from: a question, a piece that answers it, and pieces that do not.

Pieces are of the size and shape that the program judges: a paragraph, a list, a few sentences, with or without the
note's title and heading above. What stands above a piece, and how it is cut, is drawn for a whole group at once: were
answers shown otherwise than other pieces, the judge would learn that and nothing else.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import tantivy

from training.changes import Pools, is_telling
from training.faq import Asked, Faq, Section, is_held_out, others_of, repository_of
from training.records import Record
from training.sentences import sentence_spans
from training.unanswerable import changed_question

#: Pieces of a group that do not answer.
NEGATIVES = 4
#: Characters of a piece at most.
LONGEST = 560
#: Shares of the groups: titles above the pieces, headings as well, all pieces from elsewhere than the answer's page.
TITLED = 0.6
HEADED = 0.3
#: Shares of the groups in which nothing answers: the answer left out, the question changed.
LEFT_OUT = 0.1
CHANGED = 0.12

_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)|`([^`\n]+) <[^>\n]*>`__?")
_MARKUP = re.compile(r"\*\*|__|<[^>\n]{1,80}>|^#+ |^\s*(?:\.\. \S+::.*|:\w+:.*|:::.*|---+)$", re.MULTILINE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Group:
    """A question with its pieces; ``right`` is the index of the one that answers, or -1.

    ``span`` is where the short answer stands in it, in characters; ``spans`` says whether the pieces teach spans.
    """

    question: str
    pieces: tuple[str, ...]
    right: int
    span: tuple[int, int] = (0, 0)
    spans: bool = False


class Near:
    """By BM25, texts that hold most of a question's words."""

    def __init__(self, texts: Sequence[str]) -> None:
        schema = tantivy.SchemaBuilder().add_unsigned_field("n", stored=True)
        self._index = tantivy.Index(schema.add_text_field("body", tokenizer_name="en_stem").build())
        writer = self._index.writer(num_threads=1)
        for n, text in enumerate(texts):
            writer.add_document(tantivy.Document(n=n, body=text))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def find(self, question: str, count: int) -> list[int]:
        """Indices of the texts, best first."""
        words = " ".join(f'"{word}"' for word in _WORD.findall(question.lower()))  # quoted, no word is syntax
        query, _ = self._index.parse_query_lenient(words or "nothing", ["body"])
        return [self._searcher.doc(address)["n"][0] for _, address in self._searcher.search(query, count).hits]


def faq_groups(faq: Faq, seed: int, *, held_out: bool = False, headings: int | None = None) -> Iterator[Group]:
    """A group for each question of the pages that are held out, or of the others.

    Of headings that do not ask, ``headings`` of a repository are taken at most.
    """
    rng = Random(f"faq {seed}")
    sections = [s for page, found in faq.pages.items() if is_held_out(page) == held_out for s in found]
    near = Near([f"{s.heading}\n{s.text}" for s in sections])
    titles = faq.titles()
    asked = [one for one in faq.asked if is_held_out(one.answer.page) == held_out]
    for one in asked if headings is None else _capped(asked, headings, rng):
        yield _faq_group(one, _others(faq, one, sections, near, rng), titles, rng)


def _capped(asked: Sequence[Asked], headings: int, rng: Random) -> Iterator[Asked]:
    """All questions, and of every repository so many headings that do not ask."""
    mere: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        if one.kind == "heading":
            mere[repository_of(one.answer.page)].append(one)
        else:
            yield one
    for found in mere.values():
        yield from rng.sample(found, min(headings, len(found)))


def _others(faq: Faq, one: Asked, sections: Sequence[Section], near: Near, rng: Random) -> list[Section]:
    """Sections that do not answer: of the question's own page, near it by words, and any."""
    own = [s for s in others_of(faq, one) if len(s.text) > 40]
    there = {(s.page, s.start_line) for s in own} | {(one.answer.page, one.answer.start_line)}
    found = [sections[n] for n in near.find(one.question, 12)]
    found = [s for s in found if (s.page, s.start_line) not in there and s.page != one.answer.page]
    hard = rng.sample(own, min(2, len(own))) + rng.sample(found[:6], min(2, len(found[:6])))
    while len(hard) < NEGATIVES:
        hard.append(rng.choice(sections))
    return hard


def _faq_group(one: Asked, others: Sequence[Section], titles: Mapping[str, str], rng: Random) -> Group:
    view = rng.choice(("block", "block", "blocks", "whole"))
    titled, headed, cleaned = rng.random() < TITLED, rng.random() < HEADED, rng.random() < 0.8

    def piece(section: Section, heading: str) -> str:
        text = _view(section.text, view, rng)
        above = [titles.get(section.page, "")] if titled else []
        above += [heading] if headed else []
        head = " > ".join(part for part in above if part)
        text = cleaned_of_markup(text) if cleaned else text
        return (f"{head}\n{text}" if head else text)[:LONGEST]

    right = piece(one.answer, _told_in_part(one.question, rng))
    wrong = [piece(s, s.heading) for s in others]
    return _group(_as_typed(one.question, rng), right, wrong, rng)


def record_groups(records: Sequence[Record], pools: Pools, seed: int, count: int) -> Iterator[Group]:
    """Groups of ``count`` records: passages near the question that lack its answer, and its own other sentences."""
    rng = Random(f"records {seed}")
    contexts = list(dict.fromkeys(record.context for record in records))
    near = Near(contexts)
    for record in rng.sample(list(records), min(count, len(records))):
        changed = changed_question(record, pools, rng) if record.answers and rng.random() < CHANGED else None
        shown = changed or record
        text, span = _window(shown, rng)
        found = [contexts[n] for n in near.find(shown.question, 8)]
        lacking = [c for c in found if c != record.context and not _holds(c, record)][:4]
        own = _other_windows(record, rng)
        wrong = rng.sample(own, min(2, len(own))) + [_cut_like(c, len(text), rng) for c in lacking]
        wrong = wrong[:NEGATIVES] or [_cut_like(rng.choice(contexts), len(text), rng)]
        if shown.answers:
            yield _group(_as_typed(shown.question, rng), text, wrong, rng, span=span, spans=True)
        else:
            yield Group(_as_typed(shown.question, rng), (text, *wrong), -1, spans=True)


def _group(
    question: str, right: str, wrong: Sequence[str], rng: Random, *, span: tuple[int, int] = (0, 0), spans: bool = False
) -> Group:
    if rng.random() < LEFT_OUT:
        return Group(question, tuple(wrong), -1, spans=spans)
    return Group(question, (right, *wrong), 0, span, spans)


def cleaned_of_markup(text: str) -> str:
    """A section's words without links' targets, emphasis, tags and directives."""
    return _MARKUP.sub("", _LINK.sub(lambda m: m[1] or m[2] or "", text)).strip()


def blocks(text: str) -> list[str]:
    """The paragraphs of a text; a list stays with the line that announces it, a fence with itself."""
    found: list[str] = []
    fenced = False
    for part in re.split(r"\n\s*\n", text):
        begins = fenced or (bool(found) and (found[-1].rstrip().endswith(":") or _same_list(found[-1], part)))
        if begins and found:
            found[-1] += "\n" + part
        elif part.strip():
            found.append(part)
        if part.count("```") % 2:
            fenced = not fenced
    return found


_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")


def _same_list(before: str, part: str) -> bool:
    return bool(_ITEM.match(before.rsplit("\n", 1)[-1]) and _ITEM.match(part))


def _view(text: str, view: str, rng: Random) -> str:
    """A block of a section, the first of them rather than others; some; or all of it."""
    found = blocks(text)
    if not found or view == "whole":
        return text
    if view == "block":
        long = [b for b in found if len(b) > 30] or found
        return long[0] if rng.random() < 0.8 else rng.choice(long[:3])
    return "\n".join(found[: rng.choice((2, 2, 3))])


def _told_in_part(question: str, rng: Random) -> str:
    """A heading as a note may have it: some of the question's words."""
    words = [word for word in _WORD.findall(question) if is_telling(word.lower())]
    if not words:
        return ""
    keep = sorted(rng.sample(range(len(words)), max(1, int(len(words) * rng.choice((0.3, 0.5, 0.7))))))
    return " ".join(words[i] for i in keep).capitalize()


def _as_typed(question: str, rng: Random) -> str:
    """As people type: mostly as it stands, in small letters, without the mark, words alone, with a slip."""
    at = rng.random()
    if at < 0.55:
        return question
    question = question.rstrip("?？ ")
    if at < 0.75:
        return question.lower()
    if at < 0.87 and len(words := [w for w in _WORD.findall(question) if is_telling(w.lower())]) > 1:
        return " ".join(words).lower()
    return _slipped(question, rng)


def _slipped(text: str, rng: Random) -> str:
    """Two neighbouring letters of one word swapped."""
    places = [i for i in range(1, len(text) - 2) if text[i : i + 2].isalpha() and text[i - 1].isalpha()]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _window(record: Record, rng: Random) -> tuple[str, tuple[int, int]]:
    """A few sentences around an answer, or the passage as far as it goes, and where the answer stands in them."""
    spans = sentence_spans(record.context)
    a, b = record.answers[0] if record.answers else spans[min(len(spans) - 1, rng.randrange(3))]
    first = next((i for i, (_, end) in enumerate(spans) if end > a), 0)
    last = next((i for i, (_, end) in enumerate(spans) if end >= b), len(spans) - 1)
    wide = rng.choice((0, 1, 1, 3, 8))
    begin, end = spans[max(0, first - wide)][0], spans[min(len(spans) - 1, last + wide)][1]
    if end - begin > LONGEST:
        begin, end = spans[max(0, first - 1)][0], min(spans[last][1], spans[max(0, first - 1)][0] + LONGEST)
    text = record.context[begin:end]
    inside = begin <= a and b <= end and bool(record.answers)
    return text, ((a - begin, b - begin) if inside else (0, 0))


def _other_windows(record: Record, rng: Random) -> list[str]:
    """Sentences of the passage that hold none of its answers."""
    spans = sentence_spans(record.context)
    if not record.answers:
        return []
    free = [(a, b) for a, b in spans if b - a > 25 and not _holds(record.context[a:b], record)]
    rng.shuffle(free)
    return [record.context[a:b] for a, b in free[:3]]


def _cut_like(text: str, length: int, rng: Random) -> str:
    """Sentences of a text, about as long as the answering piece."""
    spans = sentence_spans(text)
    first = rng.randrange(len(spans)) if spans else 0
    return text[spans[first][0] :][: max(60, min(length + 40, LONGEST))] if spans else text[:LONGEST]


def _holds(context: str, record: Record) -> bool:
    lower = context.lower()
    return any(text.lower() in lower for text in record.texts)


def shuffled(group: Group, rng: Random) -> Group:
    """The same group with its pieces in another order."""
    order = list(range(len(group.pieces)))
    rng.shuffle(order)
    right = order.index(group.right) if group.right >= 0 else -1
    return replace(group, pieces=tuple(group.pieces[i] for i in order), right=right)
