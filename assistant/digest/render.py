"""A digest as Markdown; every bullet ends with the places it rests on."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from assistant.digest.model import Bullet, Digest, Finding, FindingKind
from assistant.domain import Citation

#: How a place in a note is written.
Place = Callable[[Citation], str]

_HEADINGS = {
    FindingKind.TASK: "Open tasks",
    FindingKind.DECISION: "Decisions",
    FindingKind.QUESTION: "Open questions",
    FindingKind.DATE: "Dates ahead",
    FindingKind.PERSON: "People",
    FindingKind.LINKED: "Newly linked",
    FindingKind.ORPHAN: "Linked by nothing",
}


def plain_place(citation: Citation) -> str:
    """``path:line``, which editors and terminals open."""
    return f"{citation.path}:{citation.line_start}"


def markdown(digest: Digest, place: Place = plain_place) -> str:
    """The whole digest, ending with a line break."""
    return "\n".join([f"# {digest.title}", "", *_sections(digest, place), *_findings(digest.findings, place)])


def _sections(digest: Digest, place: Place) -> Iterator[str]:
    for section in digest.sections:
        if section.title:
            yield from (f"## {section.title}", "")
        yield from (_bullet(bullet, place) for bullet in section.bullets)
        yield ""


def _findings(findings: Sequence[Finding], place: Place) -> Iterator[str]:
    for kind, found in groupby(findings, key=lambda finding: finding.kind):
        yield from (f"## {_HEADINGS[kind]}", "")
        yield from (_finding(finding, place) for finding in found)
        yield ""


def _bullet(bullet: Bullet, place: Place) -> str:
    said = f"{bullet.lead}: {bullet.text}" if bullet.lead else bullet.text
    past = "(past) " if bullet.past else ""
    return f"- {past}{said} ({', '.join(map(place, bullet.citations))})"


def _finding(finding: Finding, place: Place) -> str:
    box = "[ ] " if finding.kind is FindingKind.TASK else ""
    value = f"{finding.value}: " if finding.value else ""
    # A person is known by name; what somebody said first is no news.
    said = finding.value if finding.kind is FindingKind.PERSON else f"{value}{finding.text}"
    return f"- {box}{said} ({place(finding.citation)})"
