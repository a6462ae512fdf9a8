"""Make report digests of folders and count by script what of them holds.

    python benchmarks/digests.py notes/week3 vault=2022-08-01..2022-08-31 --out digests

Each folder is indexed into a throw-away home, by words alone; it is only read. With days after ``=``, the digest is of
what came on those days. Counted over all bullets and findings: citations whose quote stands on the cited lines of the
file; numbers and names (digits, and words with a capital that do not begin a sentence) that stand in the cited quotes;
leads (who speaks, the heading above) that stand in the note; lines that are told twice; and, of the notes with 20 words
or more, those that a statement cites. ``--out`` takes the digests as Markdown. Exit code 1 when a figure is too low.
"""

import argparse
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from home import open_app, throwaway_home

from assistant.app import App
from assistant.app.summarizing import Subject
from assistant.digest.compose import Wish
from assistant.digest.model import Digest, FindingKind, Shape
from assistant.digest.render import markdown
from assistant.domain import Citation
from assistant.language.scripts import CJK
from assistant.store.filters import Filters
from assistant.values.days import Days

LEAST_RESOLVED, LEAST_VALUES, LEAST_COVERED = 1.0, 0.99, 0.8
#: A note with fewer words has nothing to be told of; two Chinese characters are a word.
CONTENT = 20

_WORD = re.compile(rf"[{CJK}]{{1,2}}|[^\W{CJK}]+")
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_NAME = re.compile(r"(?<=[\w,;] )[A-Z][^\W_]+")


@dataclass(frozen=True, slots=True)
class Told:
    """One statement: a bullet, or a finding that is one."""

    text: str
    lead: str
    citations: tuple[Citation, ...]


#: These name a person or a note, and tell nothing of them.
NAMING = (FindingKind.PERSON, FindingKind.LINKED, FindingKind.ORPHAN)


def told_by(digest: Digest) -> list[Told]:
    """Every statement of a digest."""
    bullets = [Told(bullet.text, bullet.lead, bullet.citations) for bullet in digest.bullets]
    return bullets + [Told(f.text, f.lead, (f.citation,)) for f in digest.findings if f.kind not in NAMING]


def resolves(folder: Path, citation: Citation) -> bool:
    """Whether a quote stands word for word on the cited lines of its file."""
    lines = (folder / citation.path).read_bytes().decode("utf-8-sig", "replace").split("\n")
    return citation.quote in "\n".join(lines[citation.line_start - 1 : citation.line_end])


def with_content(app: App, days: Days | None) -> set[str]:
    """The notes that have something to be told of, on these days."""
    words: Counter[str] = Counter()
    with app.open_index() as index:
        for passage in index.catalog.added(Filters(), days.first if days else None, days.last if days else None):
            words[passage.path] += len(_WORD.findall(passage.chunk.text))
    return {path for path, count in words.items() if count >= CONTENT}


def measure(name: str, folder: Path, app: App, days: Days | None, out: Path | None) -> bool:
    """Make one digest, print its figures, and tell whether they are as wanted."""
    app.sync(lambda *_: None)
    wish = Wish(name, Shape.REPORT, days.last if days else date.today(), days)
    before = time.process_time()
    digest = app.summarize(Subject(Filters()), wish, lambda *_: None)
    busy = time.process_time() - before
    if out:
        (out / f"{name}.md").write_text(markdown(digest), encoding="utf-8")
    told = told_by(digest)
    cited = {citation.path for one in told for citation in one.citations}
    citations = [citation for one in told for citation in one.citations]
    citations += [finding.citation for finding in digest.findings if finding.kind in NAMING]
    resolved = sum(resolves(folder, citation) for citation in citations) / max(1, len(citations))
    uncited = sum(not one.citations for one in told)
    found = [
        (value, " ".join(citation.quote for citation in one.citations), one)
        for one in told
        for value in (*_NUMBER.findall(one.text), *_NAME.findall(one.text))
    ]
    lost = [(value, one.text) for value, quotes, one in found if value not in quotes]
    values = 1 - len(lost) / max(1, len(found))
    content = with_content(app, days)
    covered = len(cited & content) / max(1, len(content))
    twice = sum(count - 1 for count in Counter(one.text for one in told if one.text).values())
    leads = sum(all(part in note(folder, one) for part in one.lead.split(" / ")) for one in told if one.lead)
    per = 10_000 / max(1, digest.words)
    print(
        f"{name}: {len(told)} statements of {len(digest.notes)} notes, {digest.words:,} words; uncited {uncited}; "
        f"citations resolve {resolved:.1%} of {len(citations)}; values {values:.1%} of {len(found)}; leads {leads} of "
        f"{sum(bool(one.lead) for one in told)}; told twice {twice}; notes covered {covered:.1%} of {len(content)}; "
        f"per 10,000 words {digest.seconds * per:.1f} s ({busy * per:.1f} s of CPU), "
        f"{digest.prompt_tokens * per:,.0f} tokens read, {digest.completion_tokens * per:,.0f} written"
    )
    for value, text in lost:
        print(f"  not in the cited lines: {value!r} of {text!r}")
    is_cited = not uncited and resolved >= LEAST_RESOLVED
    return is_cited and values >= LEAST_VALUES and covered >= LEAST_COVERED


def note(folder: Path, one: Told) -> str:
    """The text of the note that is cited first, without its marks of emphasis, code and links."""
    text = (folder / one.citations[0].path).read_text(encoding="utf-8", errors="replace")
    return re.sub(r"[*`\[\]]|_(?=\W)|(?<=\W)_", "", text)


def main() -> None:
    """Parse the command line and measure folder after folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="FOLDER[=FIRST..LAST]")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
    good = True
    for given in options.folders:
        path, _, period = given.partition("=")
        days = Days(*map(date.fromisoformat, period.split(".."))) if period else None
        folder = Path(path).resolve()
        with throwaway_home() as home:
            good &= measure(folder.name, folder, open_app(folder, home), days, options.out)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
