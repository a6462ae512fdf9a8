"""One progress display for a run of several stages, on stderr and only where someone looks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.cli.output import Output

if TYPE_CHECKING:
    from assistant.index.sync import Progress


@contextmanager
def stages(output: Output) -> "Iterator[Progress]":
    """A callback ``(stage, done, total)`` that draws a bar a stage with count, rate and time left."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    if output.quiet or not output.progress.is_terminal:
        yield lambda _stage, _done, _total: None
        return
    columns = (
        TextColumn("{task.description:<8}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=output.progress, transient=True) as display:

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = display.add_task(stage, total=total, rate="")
            speed = display.tasks[tasks[stage]].speed
            rate = f"{speed:.0f}/s" if speed else ""
            display.update(tasks[stage], completed=done, total=total, rate=rate)

        yield report
