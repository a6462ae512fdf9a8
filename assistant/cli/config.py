"""``assistant config``: every setting, its value and where it came from."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import complete
from assistant.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from assistant.cli.output import Output
    from assistant.cli.schemas import SettingReport
    from assistant.settings import Resolved
    from assistant.settings.file import Change
    from assistant.settings.values import Value

app = typer.Typer(invoke_without_command=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Key = Annotated[
    str,
    typer.Argument(metavar="KEY", help="Section and name, such as search.limit.", autocompletion=complete.keys),
]


@app.callback()
def config(context: typer.Context, as_json: AsJson = False) -> None:
    """Show every setting, its value and where it came from, or change one.

    Example: assistant config
    """
    if context.invoked_subcommand is not None:
        return
    from assistant.settings import SETTINGS
    from assistant.settings.values import as_text

    session = Session.of(context)
    if as_json:
        from assistant.cli.schemas import ConfigReport

        reports = [_report(key, session.resolved) for key in SETTINGS]
        session.output.json(ConfigReport(file=str(session.paths.config_file), settings=reports))
    elif session.output.is_terminal:
        _print_table(session.resolved, session.output)
    else:
        for key in SETTINGS:
            value, source = session.settings.get(key), session.resolved.sources[key]
            session.output.line(f"{key} = {as_text(value)}  # {source}")


@app.command()
def get(context: typer.Context, key: Key, as_json: AsJson = False) -> None:
    """Print the value of one setting.

    Example: assistant config get search.limit
    """
    from assistant.settings import setting
    from assistant.settings.values import as_text

    session = Session.of(context)
    known = setting(key)
    if as_json:
        session.output.json(_report(known.key, session.resolved))
    else:
        session.output.line(as_text(session.settings.get(known.key)))


@app.command(name="set")
def set_(
    context: typer.Context,
    key: Key,
    value: Annotated[str, typer.Argument(metavar="VALUE", help="The new value; a list is split at commas.")],
    as_json: AsJson = False,
) -> None:
    """Write one setting to the config file; comments and other settings stay.

    Example: assistant config set search.limit 5
    """
    from assistant.settings import setting
    from assistant.settings.file import set_value

    session = Session.of(context)
    file = session.paths.config_file
    change = set_value(file, key, setting(key).from_text(value))
    report_changes(session.output, file, [change], as_json=as_json)


@app.command()
def path(context: typer.Context, as_json: AsJson = False) -> None:
    """Print where the config file is, or with --json every folder of the program.

    Example: $EDITOR "$(assistant config path)"
    """
    session = Session.of(context)
    if as_json:
        from assistant.cli.schemas import PathsReport

        places = {name: str(folder) for name, folder in asdict(session.paths).items()}
        session.output.json(PathsReport(**(places | {"config": str(session.paths.config_file)})))
    else:
        session.output.line(str(session.paths.config_file))


def report_changes(output: "Output", file: "Path", changes: "Sequence[Change]", *, as_json: bool) -> None:
    """Say which settings were written: as JSON on stdout, or in words on stderr."""
    changed = [change for change in changes if change.before != change.after]
    if as_json:
        from assistant.cli.schemas import ChangeReport, WriteReport

        reports = [ChangeReport.model_validate(asdict(change)) for change in changed]
        output.json(WriteReport(file=str(file), changes=reports))
        return
    for change in changed:
        before = "" if change.before is None else f"  (was {_written(change.before)})"
        output.remark(f"{change.key} = {_written(change.after)}{before}")
    output.remark(f"written to {file}" if changed else f"nothing changed in {file}")


def _written(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _report(key: str, resolved: "Resolved") -> "SettingReport":
    from assistant.cli.schemas import SettingReport

    source = resolved.sources[key]
    value = _plain(resolved.settings.get(key))
    return SettingReport(key=key, value=value, source=source.kind.value, origin=source.name)


def _plain(value: "Value") -> int | str | list[str] | None:
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, int) or value is None else str(value)


def _print_table(resolved: "Resolved", output: "Output") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from assistant.guards.terminal import one_line
    from assistant.settings import SETTINGS
    from assistant.settings.values import as_text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("setting", style="bold", no_wrap=True)
    table.add_column("value", overflow="fold")
    table.add_column("from", style="dim", overflow="fold")
    for key in SETTINGS:
        value, source = resolved.settings.get(key), resolved.sources[key]
        table.add_row(key, one_line(as_text(value)), one_line(str(source)))
    output.console.print(table)
