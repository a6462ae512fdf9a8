"""What ``assistant doctor`` prints."""

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel

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
    checks: list[CheckReport]


def doctor_report(checks: "Sequence[Check]") -> DoctorReport:
    """All checks."""
    reports = [CheckReport(name=c.name, state=c.state.value, detail=c.detail, hint=c.hint) for c in checks]
    return DoctorReport(healthy=all(check.state != "failed" for check in reports), checks=reports)
