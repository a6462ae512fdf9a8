"""``assistant prompts``: the prompts in use, and where to put your own."""

from typing import Annotated

import typer

from assistant.cli.formats import As, AsJson, Format, Null, Place, chosen, print_rows
from assistant.cli.session import Session

app = typer.Typer(help="Show the prompts.", no_args_is_help=True)

#: What a table shows of a prompt.
COLUMNS = ("name", "version", "description", "variables")


@app.command("list")
def list_(context: typer.Context, as_: As = None, null: Null = False, as_json: AsJson = False) -> None:
    """List every prompt and version.

    Example: assistant prompts list
    """
    session, form = Session.of(context), chosen(as_, json=as_json, null=null, has_paths=True)
    prompts = session.app.prompts.all()
    if form is Format.TEXT:
        for prompt in prompts:
            session.output.line(f"{prompt.id}  {prompt.description}  ({', '.join(prompt.variables)})")
        return
    from assistant.cli.schemas import PromptList, prompt_report

    reports = [prompt_report(prompt) for prompt in prompts]
    if form is Format.JSON:
        session.output.json(PromptList(prompts=reports))
    else:
        rows = [report.model_dump(mode="json") for report in reports]
        print_rows(session.output, form, rows, COLUMNS, [Place(prompt.path, 1) for prompt in prompts], null=null)


@app.command()
def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A prompt, or NAME/VERSION.")],
    as_json: AsJson = False,
) -> None:
    """Print a prompt. Put your own in the config folder under prompts/NAME/VERSION.md.

    Example: assistant prompts show answer
    """
    session = Session.of(context)
    prompt = session.app.prompts.get(*name.split("/", 1))
    if as_json:
        from assistant.cli.schemas import prompt_report

        session.output.json(prompt_report(prompt))
        return
    session.output.remark(f"{prompt.id} from {prompt.path}")
    session.output.line(prompt.text.rstrip("\n"))
