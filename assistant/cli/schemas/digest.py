"""What ``assistant summarize`` and ``assistant nightly`` print."""

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from assistant.cli.schemas.ask import CitationReport, citation_report

if TYPE_CHECKING:
    from assistant.app.nights import Night
    from assistant.digest.model import Bullet, Digest, Finding


class BulletReport(BaseModel):
    """One statement."""

    text: str
    lead: str = Field(description="what a quoted line leans on: who says it, the heading above it")
    quoted: bool = Field(description="whether it is a line of a note, word for word")
    past: bool = Field(description="whether a newer note has overtaken it")
    citations: list[CitationReport]


class SectionReport(BaseModel):
    """One topic."""

    title: str
    notes: list[str]
    bullets: list[BulletReport]


class FindingReport(BaseModel):
    """A task, a decision, a date ahead ..."""

    kind: str
    text: str
    lead: str = Field(description="what the line leans on: who says it, the heading above it")
    value: str = Field(description="the day of a date, the name of a person, where a link leads; else empty")
    citation: CitationReport


class DigestReport(BaseModel):
    """``assistant summarize --json``."""

    title: str
    style: str
    first_day: str | None
    last_day: str | None
    sections: list[SectionReport]
    findings: list[FindingReport]
    notes: list[str] = Field(description="the notes it was made from")
    left_out: list[str] = Field(description="those of them that no bullet cites")
    model: str = Field(description="the chat model that worded it; empty when lines are quoted")
    prompt_tokens: int
    completion_tokens: int
    words: int = Field(description="words of the passages it was made from")
    seconds: float


class NightReport(BaseModel):
    """``assistant nightly --json``; paths below the notes folder."""

    written: list[str]
    unchanged: list[str]
    edited: list[str] = Field(description="changed by a person, and therefore left alone")
    left: list[str] = Field(description="left to the next run for want of time")


def digest_report(digest: "Digest") -> DigestReport:
    """A digest, whole."""
    return DigestReport(
        title=digest.title,
        style=digest.shape.value,
        first_day=digest.days.first.isoformat() if digest.days else None,
        last_day=digest.days.last.isoformat() if digest.days else None,
        sections=[
            SectionReport(title=s.title, notes=list(s.paths), bullets=[_bullet(b) for b in s.bullets])
            for s in digest.sections
        ],
        findings=[_finding(finding) for finding in digest.findings],
        notes=list(digest.notes),
        left_out=list(digest.left_out),
        model=digest.model,
        prompt_tokens=digest.prompt_tokens,
        completion_tokens=digest.completion_tokens,
        words=digest.words,
        seconds=round(digest.seconds, 3),
    )


def night_report(night: "Night") -> NightReport:
    """What a nightly run did."""
    return NightReport(written=night.written, unchanged=night.unchanged, edited=night.edited, left=night.left)


def _bullet(bullet: "Bullet") -> BulletReport:
    return BulletReport(
        text=bullet.text,
        lead=bullet.lead,
        quoted=bullet.quoted,
        past=bullet.past,
        citations=[citation_report(citation) for citation in bullet.citations],
    )


def _finding(finding: "Finding") -> FindingReport:
    return FindingReport(
        kind=finding.kind.value,
        text=finding.text,
        lead=finding.lead,
        value=finding.value,
        citation=citation_report(finding.citation),
    )
