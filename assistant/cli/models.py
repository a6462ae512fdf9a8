"""``assistant models``: which models there are, and getting them onto this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import complete
from assistant.cli.formats import As, AsJson, Format, chosen, print_rows
from assistant.cli.session import Session
from assistant.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from assistant.cli.output import Output
    from assistant.engines.manifest import Manifest
    from assistant.engines.progress import OnProgress

app = typer.Typer(help="List, pull, choose, check and remove models.", no_args_is_help=True)

#: What a table shows of a model.
COLUMNS = ("role", "name", "in_use", "installed", "download_bytes", "ram_gb", "licence", "description")

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A model, as in: assistant models list", autocompletion=complete.models)
]


@app.command("list")
def list_(context: typer.Context, as_: As = None, as_json: AsJson = False) -> None:
    """List every known model: * marks those in use, + those installed.

    Example: assistant models list
    """
    session, form = Session.of(context), chosen(as_, json=as_json)
    manifests = sorted(session.app.manifests.values(), key=lambda manifest: (manifest.role, manifest.ram_gb))
    if form is Format.TEXT:
        for manifest in manifests:
            session.output.line(_in_words(session, manifest))
        return
    from assistant.cli.schemas import ModelList, model_report

    reports = [model_report(m, session.app.installed(m.name), in_use=_in_use(session, m)) for m in manifests]
    if form is Format.JSON:
        session.output.json(ModelList(models=reports))
    else:
        print_rows(session.output, form, [report.model_dump(mode="json") for report in reports], COLUMNS)


@app.command()
def pull(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Models to get.", autocompletion=complete.models)
    ] = None,
    defaults: Annotated[bool, typer.Option("--defaults", help="Get the models that the settings name.")] = False,
    background: Annotated[
        bool, typer.Option("--background", help="Leave it to the service, see: assistant jobs list")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Get models, check their hashes and make them ready. Interrupted, the next pull goes on where it stopped.

    Example: assistant models pull --defaults
    """
    session = Session.of(context)
    chosen = session.settings.models
    app = session.app
    by_default = (chosen.chat, *app.default_embedders(), *app.default_readers(), chosen.rerank) if defaults else ()
    wanted = [*(names or []), *by_default]
    wanted = [name for name in dict.fromkeys(wanted) if name]
    if not wanted:
        raise UsageError("no model is named", hint="assistant models pull --defaults")
    manifests = [session.app.manifest(name) for name in wanted]
    if background:
        from assistant.cli.jobs import print_changed

        jobs = [session.app.enqueue("pull", {"model": manifest.name}) for manifest in manifests]
        print_changed(session.output, jobs, as_json=as_json)
        session.output.remark("the service gets it: assistant service status")
        return
    pulled = []
    for manifest in manifests:
        present = session.app.installed(manifest.name)
        with _progress(session.output) as on_progress:
            pulled.append(session.app.models.pull(manifest, on_progress))
        ready = "is already here" if present == pulled[-1] else f"is ready ({pulled[-1].size / 1e6:.0f} MB)"
        session.output.remark(f"{manifest.name} {ready}")
    if as_json:
        from assistant.cli.schemas import ModelList, model_report

        reports = [model_report(m, i, in_use=_in_use(session, m)) for m, i in zip(manifests, pulled, strict=True)]
        session.output.json(ModelList(models=reports))


@app.command()
def use(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """Make a model the one that is used for its role.

    Example: assistant models use qwen2.5-0.5b
    """
    from assistant.cli.config import report_changes
    from assistant.settings.file import set_value

    session = Session.of(context)
    manifest = session.app.manifest(name)
    file = session.paths.config_file
    change = set_value(file, f"models.{manifest.role}", name)
    report_changes(session.output, file, [change], as_json=as_json)
    if session.app.installed(name) is None:
        session.output.remark(f"get it with: assistant models pull {name}")
    elif manifest.role == "embed":
        session.output.remark("make its vectors with: assistant index")


@app.command("rm")
def remove(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """Remove an installed model.

    Example: assistant models rm qwen2.5-0.5b
    """
    session = Session.of(context)
    freed = session.app.models.remove(name)
    if as_json:
        from assistant.cli.schemas import RemoveReport

        session.output.json(RemoveReport(name=name, freed_bytes=freed))
    session.output.remark(f"removed {name}, {freed / 1e6:.0f} MB freed")


@app.command()
def verify(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Installed models; all if none.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compute every hash again. Exit code 4 when a file is not what it was.

    Example: assistant models verify
    """
    session = Session.of(context)
    wanted = names or session.app.models.names()
    problems = {name: list(session.app.models.verify(name)) for name in wanted}
    if as_json:
        from assistant.cli.schemas import VerifyReport

        session.output.json(VerifyReport(problems=problems))
    else:
        for name, found in problems.items():
            session.output.line(f"{name}: {'; '.join(found) or 'ok'}")
    broken = [name for name, found in problems.items() if found]
    if broken:
        session.output.remark(f"get it again: assistant models rm {broken[0]} && assistant models pull {broken[0]}")
        raise typer.Exit(ExitCode.NOT_READY)


@app.command()
def show(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """Show what is known of a model, and what of it is installed.

    Example: assistant models show minilm-l6
    """
    from assistant.cli.schemas import model_report

    session = Session.of(context)
    manifest = session.app.manifest(name)
    report = model_report(manifest, session.app.installed(name), in_use=_in_use(session, manifest))
    if as_json:
        session.output.json(report)
        return
    for key, value in report.model_dump().items():
        if value not in (None, "", [], 0):
            session.output.line(f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}")


def _in_words(session: Session, manifest: "Manifest") -> str:
    """A model on one line: its marks, role, name and sizes, and what it is."""
    mark = "*" if _in_use(session, manifest) else " "
    mark += "+" if session.app.installed(manifest.name) else " "
    size = f"{manifest.size / 1e6:.0f} MB" if manifest.size else "?"
    needs = f"{size:>8}  {manifest.ram_gb:>4.1f} GB RAM"
    return f"{mark} {manifest.role:<6} {manifest.name:<24} {needs}  {manifest.description}"


def _in_use(session: Session, manifest: "Manifest") -> bool:
    if manifest.role == "reader":
        return manifest.name in session.app.default_readers()
    in_use = session.app.embed_model if manifest.role == "embed" else session.settings.get(f"models.{manifest.role}")
    return in_use == manifest.name


@contextmanager
def _progress(output: "Output") -> "Iterator[OnProgress]":
    """A bar with size, speed and time left on stderr, where someone looks."""
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    from assistant.engines.progress import Progress as Step

    if output.quiet or not output.progress.is_terminal:
        yield lambda _step: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=output.progress, transient=True) as display:

        def report(step: Step) -> None:
            if step.step not in tasks:
                tasks[step.step] = display.add_task(step.step, total=step.total)
            display.update(tasks[step.step], completed=step.done, total=step.total)

        yield report
