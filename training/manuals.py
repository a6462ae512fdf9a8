"""Questions out of documentation: headings with their sections, as ``training.faq`` reads them.

    python -m training.manuals FOLDER OWNER/NAME LICENCE OUT [--sheets]

``FOLDER`` holds Markdown and reStructuredText. A heading that asks is a question; any other one is what people type as
keywords, with the page's title before it where many pages have the same heading. ``--sheets`` reads command sheets: a
comment that says what for, and the commands below it.
"""

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

#: Characters of a section that is worth asking for.
SHORTEST, LONGEST = 40, 6000
#: A heading on more pages than this says nothing without its page's title.
COMMON = 3

_ATX = re.compile(r"(?:\d+\.\s+)?(#{1,6})\s+(.+?)\s*#*\s*$")
_SUMMARY = re.compile(r"<summary>(?:<b>)?(.+?)(?:</b>)?\s*</summary>(?:<br>)?")
_RULE = re.compile(r"([=\-~^\"'`#*+.])\1{2,}\s*$")
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*[.、)]?|[一二三四五六七八九十]+、|\W+)\s*")
_ASKS = re.compile(r"[?？][\s*`]*$")
_MARKUP = re.compile(r"`+([^`]*)`+|\[([^\]]+)\]\([^)]*\)|\*\*|__|:\w+:|<[^>]+>")
_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.IGNORECASE | re.MULTILINE)
_COMMENT = re.compile(r"#\s*(?:To )?(.+?):?\s*$")


@dataclass(slots=True)
class _Section:
    heading: str
    parents: tuple[str, ...]
    start_line: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        lines = self.lines[1:] if self.lines and _RULE.match(self.lines[0]) else self.lines
        return "\n".join(lines).strip()


def sections(text: str) -> Iterator[_Section]:
    """The stretches of a page under one heading each; fenced lines are never headings."""
    lines = text.split("\n")
    open_section = _Section("", (), 1)
    path: list[tuple[int, str]] = []
    fenced = False
    for number, line in enumerate(lines, start=1):
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        found = None if fenced else _heading(lines, number - 1)
        if found is None:
            open_section.lines.append(line)
            continue
        if open_section.text:
            yield open_section
        level, heading = found
        path = [(at, title) for at, title in path if at < level]
        open_section = _Section(heading, tuple(title for _, title in path), number + 1)
        path.append((level, heading))
    if open_section.text:
        yield open_section


def _heading(lines: list[str], at: int) -> tuple[int, str] | None:
    line = lines[at]
    if match := _ATX.match(line):
        return len(match[1]), plain(match[2])
    if match := _SUMMARY.search(line):
        return 6, plain(match[1])
    below = lines[at + 1] if at + 1 < len(lines) else ""
    if line.strip() and line[0] != " " and (rule := _RULE.match(below)) and len(below.strip()) >= len(line.strip()) - 1:
        return "=-~^\"'`#*+.".index(rule[1]) + 1, plain(line)
    return None


def plain(heading: str) -> str:
    """A heading's words, without number, markup and the marks that decorate it."""
    return _NUMBER.sub("", _MARKUP.sub(lambda m: m[1] or m[2] or "", heading)).strip()


def sheet(text: str) -> Iterator[_Section]:
    """What a command sheet tells: a comment line, and the commands up to the next empty line."""
    for number, line in enumerate(lines := text.split("\n"), start=1):
        if (match := _COMMENT.match(line)) and len(match[1].split()) > 2:
            found = _Section(match[1], (), number)
            for below in lines[number - 1 :]:
                if not below.strip():
                    break
                found.lines.append(below)
            yield found


def write(folder: Path, repository: str, licence: str, out: Path, *, sheets: bool) -> int:
    """Write ``faq.jsonl.gz`` and ``passages.jsonl.gz``; how many questions."""
    pages = {str(file.relative_to(folder)): list(_read(file, sheets=sheets)) for file in _files(folder, sheets=sheets)}
    often = Counter(heading for found in pages.values() for heading in {s.heading for s in found})
    out.mkdir(parents=True, exist_ok=True)
    count = 0
    with (
        gzip.open(out / "faq.jsonl.gz", "wt", encoding="utf-8") as asked,
        gzip.open(out / "passages.jsonl.gz", "wt", encoding="utf-8") as passages,
    ):
        for path, found in pages.items():
            title = Path(path).name if sheets else _title(found) or Path(path).stem
            for section in found:
                place = {"page": f"{repository}:{path}", "start_line": section.start_line}
                place |= {"end_line": section.start_line + len(section.lines) - 1}
                row = place | {"heading": section.heading, "text": section.text}
                passages.write(json.dumps(row, ensure_ascii=False) + "\n")
                if question := _question(section, title, often[section.heading], sheets=sheets):
                    row = place | {"question": question, "answer": section.text, "licence": licence}
                    row |= {"id": hashlib.sha256(f"{place}".encode()).hexdigest()[:16], "language": ""}
                    row |= {"kind": "faq" if _ASKS.search(question) else "heading", "page_title": title}
                    asked.write(json.dumps(row | {"under": list(section.parents)}, ensure_ascii=False) + "\n")
                    count += 1
    return count


def _title(found: Sequence[_Section]) -> str:
    """What the lines before the first heading name as the title, or the first heading itself."""
    if found and not found[0].heading and (named := _TITLE.search(found[0].text)):
        return plain(named[1])
    first = next((s for s in found if s.heading), None)
    return (*first.parents, first.heading)[0] if first else ""


def _question(section: _Section, title: str, often: int, *, sheets: bool) -> str:
    if not SHORTEST <= len(section.text) <= LONGEST or not section.heading:
        return ""
    if sheets:
        return section.heading if title.lower() in section.heading.lower() else f"{title}: {section.heading}"
    return section.heading if often <= COMMON and len(section.heading) > 5 else f"{title} {section.heading}"


def _files(folder: Path, *, sheets: bool) -> list[Path]:
    if sheets:
        return sorted(f for f in folder.iterdir() if f.is_file() and not f.name.startswith(".") and not f.suffix)
    return sorted(f for f in folder.rglob("*") if f.suffix.lower() in {".md", ".rst"} and f.is_file())


def _read(file: Path, *, sheets: bool) -> Iterator[_Section]:
    text = file.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n")
    return sheet(text) if sheets else sections(text)


def main() -> None:
    """Convert one checkout."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("repository")
    parser.add_argument("licence")
    parser.add_argument("out", type=Path)
    parser.add_argument("--sheets", action="store_true")
    given = parser.parse_args()
    print(write(given.folder, given.repository, given.licence, given.out, sheets=given.sheets), "questions")


if __name__ == "__main__":
    main()
