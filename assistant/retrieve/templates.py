"""Templates, notes that are nothing but one, and tables of contents: they come after what was written.

A template is told by the placeholders in it, or by its folder, as the settings of the program that uses it name it. A
skeleton is a passage without a word of its own: bare headings, and open tasks and questions that stand in other notes
word for word. A table of contents is a passage of links to headings of its own note, which says nothing that these do
not say themselves.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from assistant.domain import Passage, State, Unit, UnitKind
from assistant.notes.frontmatter import is_label
from assistant.retrieve.fusion import Fused
from assistant.store.catalog import Catalog

#: So many of the best passages are looked at.
LOOKED_AT = 40
#: What the score of a template and of a skeleton is multiplied by: a passage as good as the mean has .15.
TEMPLATE, SKELETON = 0.05, 0.1
#: The same for a table of contents, and the share of a passage's letters that the links are in one.
CONTENTS, MOSTLY_LINKS = 0.5, 0.7
#: In so many notes a task or question stands word for word when it comes from a template.
RECURS = 3

_OWN_LINK = re.compile(r"\[[^\]\n]*\]\(#[^)\n]*\)|\[\[#[^\]\n]*\]\]")
_TARGET = re.compile(r"\]\([^)\n]*\)")
_HEADING = re.compile(r"^#.*$", re.MULTILINE)


def lower_templates(found: Sequence[Fused], catalog: Catalog) -> list[Fused]:
    """The passages, templates, skeletons and tables of contents among the best with less of a score."""
    best = sorted(found, key=lambda item: (-item.score, item.id))[:LOOKED_AT]
    passages = {passage.chunk_id: passage for passage in catalog.passages([item.id for item in best])}
    folders, recurring = catalog.template_folders(), _recurring(passages.values())
    lowered = []
    for item in found:
        passage = passages.get(item.id)
        if passage and is_template(passage, folders):
            lowered.append(item.boosted("template", TEMPLATE))
        elif passage and not any(_own_words(passage, recurring)):
            lowered.append(item.boosted("skeleton", SKELETON))
        elif passage and is_contents(passage):
            lowered.append(item.boosted("contents", CONTENTS))
        else:
            lowered.append(item)
    return lowered


def is_template(passage: Passage, folders: Collection[str]) -> bool:
    """Whether a passage is to be filled in: by its placeholders, or its folder."""
    return passage.path.startswith(tuple(f"{folder}{end}" for folder in folders for end in ("/", "."))) or any(
        unit.kind is UnitKind.PLACEHOLDER for unit in passage.chunk.units
    )


def is_contents(passage: Passage) -> bool:
    """Whether a passage is a table of contents, by its share of links to headings of its own note."""
    if not _OWN_LINK.search(passage.chunk.text):
        return False
    text = _HEADING.sub("", passage.chunk.text)
    links = sum(_letters(_TARGET.sub("", link[0])) for link in _OWN_LINK.finditer(text))
    return links >= MOSTLY_LINKS * _letters(_TARGET.sub("", text))


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _own_words(passage: Passage, recurring: Collection[str]) -> Iterator[Unit]:
    """The units that somebody wrote into a note; every unit of a passage that knows none."""
    if not passage.chunk.units:
        yield from (Unit(UnitKind.PROSE, s.span, s.text, s.text) for s in passage.content())
    for unit in passage.chunk.units:
        is_name = unit.kind is UnitKind.HEADING or (unit.kind is UnitKind.FIELD and is_label(unit.said))
        if unit.is_said and not is_name and _key(unit) and _key(unit) not in recurring:
            yield unit


def _recurring(passages: Collection[Passage]) -> frozenset[str]:
    """The open tasks and the questions that stand in several notes word for word."""
    notes = {
        (passage.path, _key(unit)) for passage in passages for unit in passage.chunk.units if _may_be_asked_daily(unit)
    }
    return frozenset(key for key, count in Counter(key for _, key in notes).items() if count >= RECURS)


def _may_be_asked_daily(unit: Unit) -> bool:
    is_open = unit.kind is UnitKind.TASK and unit.state in (None, State.OPEN)
    return is_open or unit.said.rstrip().endswith(("?", "？", ":", "："))


def _key(unit: Unit) -> str:
    """The words of a unit, by which it is known again."""
    return "".join(letter for letter in unit.said.casefold() if letter.isalnum())
