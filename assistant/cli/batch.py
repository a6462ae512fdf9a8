"""Texts that are worked on one by one: where they come from, who works on them, where the results go."""

import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Annotated, TextIO, TypeVar

import typer

from assistant.cli.piped import STDIN
from assistant.cli.session import Session
from assistant.errors import AssistantError, ExitCode, NotReadyError, UsageError
from assistant.guards.terminal import one_line
from assistant.structured.records import Record, Unit, split

if TYPE_CHECKING:
    from concurrent.futures import Future

    from assistant.engines.ports import Chat

R = TypeVar("R")
Files = Annotated[list[str] | None, typer.Argument(metavar="FILE", help="Text files, or - for standard input.")]
Each = Annotated[
    Unit | None, typer.Option("--each", help="Work on each of these by itself, and print one result a line.")
]
Jobs = Annotated[
    int, typer.Option("--jobs", min=1, max=64, help="Texts worked on at a time, each by a model of its own.")
]
Output = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write the results there, not to the terminal.")
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite FILE.")]
Model = Annotated[str | None, typer.Option("--model", "-m", help="The chat model of this run.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object for each text, with where it came from.")]


class Batch:
    """The texts of one command: ``files``, standard input or the notes, in pieces of one ``unit``.

    The results go to ``output``, if there is one; a file that is there is replaced only with ``force``.
    """

    def __init__(
        self, session: Session, files: Sequence[str] | None, unit: Unit | None, output: Path | None, *, force: bool
    ) -> None:
        self._session = session
        self._files = list(files or ())
        self._unit = unit or Unit.FILE
        self._output = output
        self.is_many = unit is not None or len(self._files) > 1
        self._check()
        if output and output.exists() and not force:
            raise UsageError(f"{output} exists", hint="add --force, or name another file")

    def run(
        self,
        workers: "Sequence[Callable[[Record], R]]",
        stop: Callable[[], None],
        show: "Callable[[Record, R], str]",
    ) -> None:
        """Have ``workers`` work on every text, and write what ``show`` makes of a text and its result, in order.

        One text that fails is an error of the command; of many, each that fails is reported and the others go on.
        ``stop`` is called where the rest is not wanted any more. Raises ``typer.Exit`` where any failed.
        """
        done = failed = 0
        with (
            self._sink() as write,
            closing(self._records()) as records,
            closing(_in_order(records, workers)) as results,
        ):
            try:
                for record, result in results:
                    done += 1
                    if isinstance(result, AssistantError):
                        if not self.is_many:
                            raise result
                        failed += 1
                        _report(record, result)
                    else:
                        write(show(record, result))
            except BaseException:
                stop()
                raise
        if not done:
            raise UsageError("there is no text in what was given", hint="name a FILE that has some, or pipe it in")
        if failed:
            self._session.output.remark(f"{failed} of {done} failed")
            raise typer.Exit(ExitCode.FAILED)

    def _check(self) -> None:
        if self._unit is Unit.NOTE and self._files:
            raise UsageError("--each note takes no FILE: it works on your notes", hint="--each file, for files")
        reads_stdin = self._unit is not Unit.NOTE and (not self._files or STDIN in self._files)
        if reads_stdin and (sys.stdin is None or (not self._files and sys.stdin.isatty())):
            raise UsageError("no text: name a FILE, or pipe a text in", hint="name text files, or - for standard input")
        for name in self._files:
            if name != STDIN and (not Path(name).exists() or Path(name).is_dir()):
                raise UsageError(f"no such file: {name}", hint="name text files, or - for standard input")
            if name != STDIN and self._output and self._output.exists() and self._output.samefile(name):
                raise UsageError(f"{name} can't be read and written at once", hint="write to another FILE")

    def _records(self) -> Generator[Record, None, None]:
        if self._unit is Unit.NOTE:
            yield from self._notes()
            return
        for name in self._files or [STDIN]:
            with _opened(name) as lines:
                yield from split(name, lines, self._unit)

    def _notes(self) -> Iterator[Record]:
        from assistant.domain import Skipped
        from assistant.notes.dates import note_date
        from assistant.notes.frontmatter import front_matter
        from assistant.notes.read import read_note
        from assistant.notes.walk import walk

        folder, settings = self._session.app.folder, self._session.settings.notes
        for file in walk(folder, self._session.app.walk_rules()):
            note = file if isinstance(file, Skipped) else read_note(folder, file.path, settings.max_bytes)
            if isinstance(note, Skipped):
                self._session.output.remark(f"left out: {one_line(note.path)}: {note.reason}")
            else:
                front = front_matter(note.text)
                day = note_date(file.path, front, note.text[front.end :], note.mtime_ns).day
                yield from (replace(record, day=day) for record in split(file.path, [note.text], self._unit))

    @contextmanager
    def _sink(self) -> Iterator[Callable[[str], None]]:
        """What writes one line of the result; a file is opened for the first, so that an error leaves it as it is."""
        file: TextIO | None = None

        def write(line: str) -> None:
            nonlocal file
            if self._output is None:
                sys.stdout.write(line + "\n")
                sys.stdout.flush()
                return
            file = file or _created(self._output)
            file.write(line + "\n")
            file.flush()

        try:
            yield write
        finally:
            if file:
                file.close()


def chats(session: Session, jobs: int) -> "list[Chat]":
    """A chat model for each of ``jobs``, which share the cores.

    One model has one context and serves one text at a time. The weights are mapped from the file, so that several
    models hold them in memory once; each has a context of its own.
    """
    if jobs == 1:
        return [session.app.chat]
    from assistant.engines.hardware import available_cores

    cores = session.settings.engine.threads or available_cores()
    shared = session.with_flags({"engine.threads": max(1, cores // jobs)})
    return [shared.with_flags({}).app.chat for _ in range(jobs)]


def _created(path: Path) -> TextIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("w", encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise AssistantError(f"{path} cannot be written: {reason}", hint="name another file: -o FILE") from error


@contextmanager
def _opened(name: str) -> Iterator[TextIO]:
    if name == STDIN:
        lines = TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace")
        try:
            yield lines
        finally:
            lines.detach()
        return
    with Path(name).open(encoding="utf-8-sig", errors="replace") as file:
        yield file


def _in_order(
    records: Iterator[Record], workers: "Sequence[Callable[[Record], R]]"
) -> "Generator[tuple[Record, R | AssistantError], None, None]":
    """Each text with its result or error, in the texts' order; no more are read ahead than keep the workers busy."""
    if len(workers) == 1:
        for record in records:
            yield record, _attempt(workers[0], record)
        return
    from concurrent.futures import ThreadPoolExecutor

    idle: SimpleQueue[Callable[[Record], R]] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def work(record: Record) -> R | AssistantError:
        worker = idle.get()
        try:
            return _attempt(worker, record)
        finally:
            idle.put(worker)

    waiting: deque[tuple[Record, Future[R | AssistantError]]] = deque()
    pool = ThreadPoolExecutor(len(workers))
    try:
        for record in records:
            waiting.append((record, pool.submit(work, record)))
            if len(waiting) == 2 * len(workers):
                first, future = waiting.popleft()
                yield first, future.result()
        for first, future in waiting:
            yield first, future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _attempt(worker: "Callable[[Record], R]", record: Record) -> "R | AssistantError":
    try:
        return worker(record)
    except (NotReadyError, UsageError):
        raise
    except AssistantError as error:
        return error


def _report(record: Record, error: AssistantError) -> None:
    """A failure is said also where remarks are not wanted."""
    sys.stderr.write(f"error: {one_line(f'{record.source}:{record.line}: {error.message}')}\n")
