"""The program's own files: private, none left behind, room for more."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from assistant.doctor.check import REPAIR, Check, State, guarded
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from assistant.app import App

#: Less free disk than this is worth a word, in bytes.
LOW_DISK = 1_000_000_000


def files(app: "App") -> Iterator[Check]:
    """Permissions, what killed runs left, and the disk."""
    yield from guarded("permissions", lambda: _permissions(app))
    if _has_folder(app):
        yield from guarded("leftovers", lambda: _leftovers(app))
    yield from guarded("disk", lambda: _disk(app))


def _has_folder(app: "App") -> bool:
    """Whether there is a notes folder, and so a place for its index."""
    try:
        return app.folder.is_dir()
    except AssistantError:
        return False


def _permissions(app: "App") -> Iterator[Check]:
    shared = [path for path in _private(app) if _others_may_look(path)]
    if shared:
        more = f" and {len(shared) - 1} more" if len(shared) > 1 else ""
        detail = f"others can look into this program's files: {shared[0]}{more}"
        yield Check("permissions", State.WARNING, detail, REPAIR, lambda _: _close(shared))
    else:
        yield Check("permissions", State.OK, "this program's files are private")


def _private(app: "App") -> Iterator[Path]:
    """What nobody else has to see, folders before what is in them."""
    paths = app.paths
    indexes = [app.index_folder] if _has_folder(app) else []
    for folder in (paths.config, paths.data, paths.runtime, paths.log, paths.models_folder, *indexes):
        if folder.is_dir():
            yield folder
    for folder in (*indexes, paths.runtime):
        yield from (path for path in sorted(folder.rglob("*")) if not path.is_symlink())
    yield from (path for path in app.own_files().values() if not path.is_symlink())


def _others_may_look(path: Path) -> bool:
    if os.name == "nt":  # where a mode says nothing of others
        return False
    try:
        return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
    except FileNotFoundError:  # an index run merges segments
        return False


def _close(paths: list[Path]) -> str:
    for path in paths:
        path.chmod(path.stat().st_mode & stat.S_IRWXU)
    return f"{len(paths)} files and folders are private again"


def _leftovers(app: "App") -> Iterator[Check]:
    stale = list(_stale_sockets(app.paths.runtime))
    if app.staging.exists():
        stale.append(app.staging)
    kept = sorted(app.index_folder.glob(f"{app.catalog_file.name}.broken-*"))
    if stale:
        detail = f"left by a run that was killed: {', '.join(map(str, stale))}"
        yield Check("leftovers", State.WARNING, detail, REPAIR, lambda _: _clear(app, stale))
    elif kept:
        names = ", ".join(map(str, kept))
        yield Check("leftovers", State.OK, f"set aside by a repair, delete it when you need nothing of it: {names}")
    else:
        yield Check("leftovers", State.OK, "nothing was left behind")


def _stale_sockets(folder: Path) -> Iterator[Path]:
    """Sockets that nobody listens at any more."""
    import socket

    for path in sorted(folder.glob("*.sock")):
        if not path.is_socket():
            continue
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            try:
                client.connect(os.fspath(path))
            except ConnectionRefusedError:
                yield path
            except OSError:
                continue


def _clear(app: "App", stale: list[Path]) -> str:
    with app.writing():  # a restore that is under way would hold it
        for path in stale:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    return f"removed what a killed run had left: {', '.join(map(str, stale))}"


def _disk(app: "App") -> Iterator[Check]:
    folder = next(path for path in (app.paths.data, *app.paths.data.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    detail = f"{free / 1e9:.1f} GB free at {folder}"
    if not os.access(folder, os.W_OK):
        hint = f"chmod u+w {quote(str(folder))}, or another place: ASSISTANT_HOME=FOLDER assistant index"
        yield Check("disk", State.FAILED, f"nothing can be written at {folder}", hint)
    elif free < LOW_DISK:
        yield Check("disk", State.WARNING, detail, "free some space before pulling models or indexing")
    else:
        yield Check("disk", State.OK, detail)
