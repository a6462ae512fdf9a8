"""``assistant prompts``: the prompts in use, and where to put your own."""

from typing import Annotated

import typer

from assistant.cli.session import Session

app = typer.Typer(help="Show the prompts.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List every prompt and version.

    Example: assistant prompts list
    """
    session = Session.of(context)
    prompts = session.app.prompts.all()
    if as_json:
        from assistant.cli.schemas import PromptList, prompt_report

        session.output.json(PromptList(prompts=[prompt_report(prompt) for prompt in prompts]))
        return
    for prompt in prompts:
        session.output.line(f"{prompt.id}  {prompt.description}  ({', '.join(prompt.variables)})")


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
