"""The YAML head of a Markdown note: its lines, and the plain values in it."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import yaml

from assistant.notes.heads import Head

MAX_CHARS = 64 * 1024
MAX_DEPTH = 16

CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_TOP_KEY = re.compile(r"^[^\s#\-\]}][^\n]*?:(?=\s|$)", re.MULTILINE)
_KEY_VALUE = re.compile(r"([^\s#\-\]}][^\n:]*):((?:[ \t].*)?)$")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)$")
_FLOW = re.compile(r"\[([^\[\]]*)\]?")
_TOML = re.compile(r"\+\+\+[ \t]*\n(?P<all>(?:[^\n]*\n){0,200}?)\+\+\+[ \t]*(?=\n|\Z)")
_TOML_KEY = re.compile(r"^[\w.\"'-]+[ \t]*=", re.MULTILINE)
_TOML_SIGN = re.compile(r"(?<=\w)[ \t]*=[ \t]*")
#: Hashes before tags begin a comment in YAML.
_HASHED = re.compile(r"^([ \t]*-[ \t]+|tags?[ \t]*:[ \t]+)(#[^\s#][^\n\"]*)$", re.MULTILINE | re.IGNORECASE)
_QUOTES = " \t'\""
_LABEL = re.compile(
    r"(?:title|tags?|keywords|alias(?:es)?|cssclass(?:es)?|date|created|updated|modified|lang|id|uid|[\w-]+-plugin)"
    r"[ \t]*:",
    re.IGNORECASE,
)
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Value = str | list[str]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """``end`` is where the body starts; ``values`` has lower-case keys, text and lists of text only.

    ``entries`` are the keys with something to say in an answer: a value, and not a label that notes are found by;
    ``labels`` are the others.
    """

    end: int = 0
    entries: tuple[tuple[int, int], ...] = ()
    labels: tuple[tuple[int, int], ...] = ()
    values: dict[str, Value] = field(default_factory=dict)

    def joined(self, above: Head) -> "FrontMatter":
        """With what another program says of the note; what its owner wrote comes first."""
        return FrontMatter(
            max(self.end, above.end),
            (*self.entries, *above.entries),
            (*self.labels, *above.labels),
            {**({"title": above.title} if above.title else {}), **above.values, **self.values},
        )

    def text(self, *keys: str) -> str:
        """The first of ``keys`` that holds a text, or nothing."""
        return next((value for key in keys if isinstance(value := self.values.get(key), str)), "")

    def texts(self, *keys: str) -> list[str]:
        """The texts of the lists under ``keys``; a single text is a list of one."""
        found: list[str] = []
        for key in keys:
            value = self.values.get(key, [])
            found.extend([value] if isinstance(value, str) else value)
        return found


def front_matter(flat: str) -> FrontMatter:
    """Find the front matter of a structural text.

    Lines between two ``---`` count when they are a YAML mapping, or are broken YAML with keys in it.
    A head of more than ``MAX_CHARS`` keeps its lines and gives no values.
    """
    if found := _TOML.match(flat):
        return _of_toml(flat, found)
    if not flat.startswith("---") or flat[3 : (first := flat.find("\n") + 1 or len(flat))].strip():
        return FrontMatter()
    close = CLOSE.search(flat, first)
    if close is None:
        return FrontMatter()
    end = min(len(flat), close.end() + 1)
    keys = [match.start() for match in _TOP_KEY.finditer(flat, first, close.start())]
    if not keys:
        return FrontMatter()
    values = _values(flat[first : close.start()])
    if values is None:
        return FrontMatter()
    entries = list(_entries(flat, keys, close.start()))
    telling = tuple(place for place in entries if not is_label(flat[slice(*place)]))
    return FrontMatter(end, telling, tuple(place for place in entries if place not in telling), values)


def _of_toml(flat: str, found: re.Match[str]) -> FrontMatter:
    """The front matter of Hugo and Zola, between lines of ``+++``."""
    keys = [found.start("all") + match.start() for match in _TOML_KEY.finditer(found["all"])]
    if not keys:
        return FrontMatter()
    entries = list(_entries(flat, keys, found.end("all")))
    telling = tuple(place for place in entries if not is_label(flat[slice(*place)].replace("=", ":", 1)))
    labels = tuple(place for place in entries if place not in telling)
    return FrontMatter(min(len(flat), found.end() + 1), telling, labels, dict(_toml_values(found["all"])))


def _toml_values(source: str) -> Iterator[tuple[str, Value]]:
    """The plain values, those of tables below them too, and what can be read line by line where it is broken."""
    try:
        known = tomllib.loads(source)
    except tomllib.TOMLDecodeError:
        known = dict(_read_plainly(_TOML_SIGN.sub(": ", source)))
    tables = [known, *(table for table in known.values() if isinstance(table, dict))]
    for key, value in (pair for table in reversed(tables) for pair in table.items()):
        if isinstance(value, list):
            yield key.lower(), [str(one) for one in value if not isinstance(one, dict | list)]
        elif not isinstance(value, dict):
            yield key.lower(), str(value)


def _entries(flat: str, keys: list[int], close: int) -> Iterator[tuple[int, int]]:
    for start, stop in pairwise([*keys, close]):
        yield start, start + len(flat[start:stop].rstrip())


def is_label(entry: str) -> bool:
    """Whether an entry of a head only says by what the note is found: its title, tags or date, or nothing."""
    return entry.endswith(":") or bool(_LABEL.match(entry))


def _values(source: str) -> dict[str, Value] | None:
    """The values of a YAML text, of its plain lines where it is broken; ``None`` where it is no mapping."""
    if len(source) > MAX_CHARS:
        return {}
    try:
        return _Mapping().read(yaml.parse(_HASHED.sub(r'\1"\2"', source), _LOADER))
    except yaml.YAMLError:
        return _read_plainly(source)


def _read_plainly(source: str) -> dict[str, Value]:
    """The ``key: value`` lines and the lists of a text that is no YAML."""
    values: dict[str, Value] = {}
    key = ""
    for line in source.split("\n"):
        if item := _ITEM.match(line):
            if isinstance(known := values.get(key), list):
                known.append(item[1].strip(_QUOTES))
        elif found := _KEY_VALUE.match(line):
            key, written = found[1].strip().lower(), found[2].strip()
            if not written:
                values[key] = []
            elif flow := _FLOW.fullmatch(written):
                values[key] = [part for each in flow[1].split(",") if (part := each.strip(_QUOTES))]
            elif written[0] not in "[{&*|>":
                values[key] = written.strip(_QUOTES)
    return values


class _Mapping:
    """The top level of a YAML mapping, from its events.

    Not ``yaml.load``: its C loader crashes on deep nesting, aliases blow up, and dates, versions and
    numbers would not stay as they were written.
    """

    def __init__(self) -> None:
        self._values: dict[str, Value] = {}
        self._key: str | None = None
        self._depth = 0

    def read(self, events: Iterable[yaml.Event]) -> dict[str, Value] | None:
        """All values, those before the place where it nests too deeply, or ``None`` for no mapping."""
        for event in events:
            if self._depth == 0 and isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent):
                return None
            if self._depth > MAX_DEPTH:
                break
            self._take(event)
        return self._values

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.CollectionStartEvent):
            self._depth += 1
            if self._depth == 2 and self._key is not None:
                self._values[self._key] = []
        elif isinstance(event, yaml.CollectionEndEvent):
            self._depth -= 1
            if self._depth == 1:
                self._key = None
        elif isinstance(event, yaml.ScalarEvent):
            self._take_scalar(event.value.strip(), event.implicit[0] and event.value in _NULL)
        elif isinstance(event, yaml.AliasEvent):
            self._take_scalar("", null=True)

    def _take_scalar(self, text: str, null: bool) -> None:
        if self._depth == 1 and self._key is None:
            self._key = text.lower()
        elif self._depth == 1 and self._key is not None:
            if not null:
                self._values[self._key] = text
            self._key = None
        elif self._depth == 2 and not null and isinstance(texts := self._values.get(self._key or ""), list):
            texts.append(text)
