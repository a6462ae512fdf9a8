"""``assistant eval``: measure retrieval and answers on test sets, compare measurements, calibrate confidence."""

import typer

from assistant.cli.eval import answers, calibrate, compare, retrieval

app = typer.Typer(help="Measure retrieval and answers, and compare measurements.", no_args_is_help=True)

app.command()(retrieval.retrieval)
app.command()(answers.answers)
app.command()(compare.compare)
app.command()(calibrate.calibrate)
