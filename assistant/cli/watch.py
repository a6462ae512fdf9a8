"""``assistant watch``: keep the index in step while it runs."""

from datetime import datetime
from queue import SimpleQueue
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.session import Session
from assistant.guards.terminal import one_line

if TYPE_CHECKING:
    from assistant.cli.output import Output
    from assistant.service.keeper import Told

#: Paths of one change that are named; of more, the number is.
NAMED = 3
#: Seconds for the work at hand to end.
STOP_SECONDS = 10.0


def watch(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line for each change.")] = False,
) -> None:
    """Watch the notes and index every change within a second, until Ctrl-C.

    Example: assistant watch
    """
    from assistant.app import App
    from assistant.service.courtesy import Courtesy, runs_on_battery
    from assistant.service.keeper import Keeper
    from assistant.service.worker import Worker

    session = Session.of(context)
    settings = session.settings
    courtesy = Courtesy(runs_on_battery if settings.service.pause_on_battery == "on" else lambda: False)
    happened: SimpleQueue[Told] = SimpleQueue()
    keeper = Keeper(session.app, courtesy, happened.put)
    # Models are not made for two threads at once, so the worker has its own.
    worker = Worker(App(settings, session.paths), courtesy)
    keeper.start()
    worker.start()
    session.output.remark(f"watching {session.app.folder} (Ctrl-C ends it)")
    try:
        while True:
            _print(happened.get(), session.output, as_json=as_json)
    finally:
        worker.stop(STOP_SECONDS)
        keeper.stop(STOP_SECONDS)


def _print(told: "Told", output: "Output", *, as_json: bool) -> None:
    import sys

    now = datetime.now().astimezone()
    if as_json:
        from assistant.cli.output import as_json as one_object
        from assistant.cli.schemas.watch import watch_report

        output.line(one_object(watch_report(told, now)))
    elif told.trouble:
        output.remark(f"{now:%H:%M:%S}  {one_line(told.trouble)}" + (f" ({one_line(told.hint)})" if told.hint else ""))
    else:
        output.line(f"{now:%H:%M:%S}  {in_words(told)}")
    sys.stdout.flush()


def in_words(told: "Told") -> str:
    """What was changed, and how long it took until it could be found."""
    sync = told.sync
    counts = {
        "added": sync.added if sync else 0,
        "changed": sync.changed if sync else 0,
        "moved": sync.moved if sync else 0,
        "removed": sync.removed if sync else 0,
    }
    done = ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing changed"
    if told.everything:
        where = f"in step: {told.notes} note{'' if told.notes == 1 else 's'}"
    elif len(told.paths) > NAMED:
        where = f"{len(told.paths)} paths"
    else:
        where = ", ".join(map(one_line, told.paths))
    times = f"by words after {told.words_seconds:.1f} s"
    if told.vectors_seconds is not None:
        times += f", by meaning after {told.vectors_seconds:.1f} s"
    elif told.left:
        times += f", {told.left} passages by meaning later"
    return f"{where}: {done}; {times}"
