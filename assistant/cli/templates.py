"""``assistant templates``: the templates that ``assistant run`` knows."""

from typing import Annotated

import typer

from assistant.cli import complete
from assistant.cli.formats import As, AsJson, Format, Null, Place, chosen, print_rows
from assistant.cli.session import Session
from assistant.errors import ExitCode, SettingsError
from assistant.guards.terminal import one_line

#: What a table shows of a template.
COLUMNS = ("name", "description", "variables", "reads_input", "retrieval", "model", "path")

app = typer.Typer(help="List, show and check the templates that assistant run knows.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A template.", autocompletion=complete.templates)]


@app.command("list")
def list_(context: typer.Context, as_: As = None, null: Null = False, as_json: AsJson = False) -> None:
    """List every template that is sound, with what it takes.

    Example: assistant templates list
    """
    session, form = Session.of(context), chosen(as_, json=as_json, null=null, has_paths=True)
    library, templates = session.app.templates, []
    for name in library.names():
        try:
            templates.append(library.get(name))
        except SettingsError as error:
            session.output.remark(f"left out: {one_line(error.message)}")
    if form is Format.TEXT:
        for template in templates:
            takes = [f"{name}=" for name in template.given] + ["< text"] * template.reads_input
            session.output.line(f"{template.name}  {one_line(template.prompt.description)}  ({', '.join(takes)})")
        if not templates:
            session.output.remark(f"no templates in {library.folder} (assistant help templates)")
        return
    from assistant.cli.schemas.templates import TemplateList, template_report

    reports = [template_report(template) for template in templates]
    if form is Format.JSON:
        session.output.json(TemplateList(templates=reports))
    else:
        rows = [report.model_dump(mode="json") for report in reports]
        places = [Place(template.path, 1) for template in templates]
        print_rows(session.output, form, rows, COLUMNS, places, null=null)


@app.command()
def show(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """Print a template as it stands in its file.

    Example: assistant templates show standup
    """
    session = Session.of(context)
    template = session.app.templates.get(name)
    if as_json:
        from assistant.cli.schemas.templates import template_report

        session.output.json(template_report(template))
        return
    session.output.remark(f"{template.name} from {template.path}")
    session.output.line(template.path.read_text(encoding="utf-8").rstrip("\n"))


@app.command()
def check(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Templates; all if none.", autocompletion=complete.templates),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read templates and say what is wrong with them. Exit code 1 when something is.

    Example: assistant templates check
    """
    session = Session.of(context)
    library = session.app.templates
    problems: dict[str, str] = {}
    for name in names or library.names():
        try:
            library.get(name)
            problems[name] = ""
        except SettingsError as error:
            problems[name] = error.message
    if as_json:
        from assistant.cli.schemas.templates import CheckedReport

        session.output.json(CheckedReport(problems=problems))
    else:
        for name, problem in problems.items():
            session.output.line(f"{name}: {one_line(problem) or 'ok'}")
    if any(problems.values()):
        raise typer.Exit(ExitCode.FAILED)
