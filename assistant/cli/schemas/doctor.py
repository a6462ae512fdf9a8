"""What ``assistant doctor`` prints."""

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.doctor import Check


class CheckReport(BaseModel):
    """One check of the doctor."""

    name: str
    state: Literal["ok", "warning", "failed"]
    detail: str
    hint: str


class DoctorReport(BaseModel):
    """``assistant doctor --json``."""

    healthy: bool
    repairs: list[str] = Field(description="what --repair put right, before the checks")
    checks: list[CheckReport]


def doctor_report(checks: "Sequence[Check]", repairs: "Sequence[str]" = ()) -> DoctorReport:
    """All checks, and what was repaired before them."""
    reports = [CheckReport(name=c.name, state=c.state.value, detail=c.detail, hint=c.hint) for c in checks]
    healthy = all(check.state != "failed" for check in reports)
    return DoctorReport(healthy=healthy, repairs=list(repairs), checks=reports)
