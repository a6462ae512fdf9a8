"""A digest as Markdown; every bullet ends with the places it rests on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from assistant.digest.model import Bullet, Digest, Finding, FindingKind
from assistant.domain import Citation
from assistant.notes.formats import place

#: How a place in a note is written.
Place = Callable[[Citation], str]

#: Links of one note that are named.
LINKS = 4

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
    return f"{citation.path}:{place(citation.path, citation.line_start, citation.line_start)}"


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
    for kind, group in groupby(findings, key=lambda finding: finding.kind):
        found = list(group)
        yield from (f"## {_HEADINGS[kind]}", "")
        yield from _linked(found, place) if kind is FindingKind.LINKED else (_finding(one, place) for one in found)
        yield ""


def _linked(findings: Iterable[Finding], place: Place) -> Iterator[str]:
    """The links of each note in one line; ``value`` is where a link leads to."""
    for path, found in groupby(findings, key=lambda finding: finding.citation.path):
        links = list(found)
        places = dict.fromkeys(place(link.citation) for link in links[:LINKS])
        more = f" and {len(links) - LINKS} more" if len(links) > LINKS else ""
        yield f"- {path} → {', '.join(link.value for link in links[:LINKS])}{more} ({', '.join(places)})"


def _bullet(bullet: Bullet, place: Place) -> str:
    past = "(past) " if bullet.past else ""
    return f"- {past}{_led(bullet.lead, bullet.text)} ({', '.join(map(place, bullet.citations))})"


def _finding(finding: Finding, place: Place) -> str:
    box = "[ ] " if finding.kind is FindingKind.TASK else ""
    value = f"{finding.value}: " if finding.value not in finding.text else ""
    # A person is known by name; what somebody said first is no news.
    is_person = finding.kind is FindingKind.PERSON
    said = finding.value if is_person else f"{value}{_led(finding.lead, finding.text)}"
    return f"- {box}{said} ({place(finding.citation)})"


def _led(lead: str, text: str) -> str:
    """A text after what it leans on, unless it begins with that: "Decision: ..." below the heading "Decisions"."""
    begins = text.partition(":")[0].casefold()
    return text if not lead or begins in {lead.casefold(), lead.casefold().removesuffix("s")} else f"{lead}: {text}"
