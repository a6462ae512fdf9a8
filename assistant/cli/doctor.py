"""``assistant doctor``: is everything there, and does the index say the same everywhere."""

from typing import Annotated

import typer

from assistant.cli.session import Session
from assistant.errors import ExitCode
from assistant.guards.terminal import one_line

_STYLES = {"ok": "green", "warning": "yellow", "failed": "red"}


def doctor(
    context: typer.Context,
    mend: Annotated[bool, typer.Option("--repair", help="Put right what can be without losing anything.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check Python, models, index, permissions and disk; say what to type. Exit code 4 when something failed.

    Example: assistant doctor --repair
    """
    from assistant.doctor import State, check_up

    session = Session.of(context)
    repairs = _repair(session) if mend else []
    checks = []
    for check in check_up(session.app):
        checks.append(check)
        if not as_json:
            _print(session, check.name, check.state, check.detail, check.hint)
    if as_json:
        from assistant.cli.schemas import doctor_report

        session.output.json(doctor_report(checks, repairs))
    if any(check.state is State.FAILED for check in checks):
        raise typer.Exit(ExitCode.NOT_READY)


def _repair(session: Session) -> list[str]:
    from assistant.cli.progress import stages
    from assistant.doctor import repair

    done = []
    with stages(session.output) as progress:
        for what in repair(session.app, progress):
            done.append(what)
            session.output.remark(f"repaired: {what}")
    if not done:
        session.output.remark("nothing to repair")
    return done


def _print(session: Session, name: str, state: str, detail: str, hint: str) -> None:
    if not session.output.is_terminal:
        session.output.line(f"{state:<8} {name}: {detail}{f' -> {hint}' if hint else ''}")
        return
    from rich.text import Text

    text = Text(f"{state:<8} ", style=_STYLES[state])
    text.append(f"{name}: ", style="bold").append(one_line(detail))
    session.output.console.print(text.append(f" -> {one_line(hint)}" if hint else "", style="yellow"), soft_wrap=True)
