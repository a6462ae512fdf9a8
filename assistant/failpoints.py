"""Named points at which a test has the process killed, to show that whatever stops there is made good later.

With ``ASSISTANT_FAILPOINT=index.note.written`` the process kills itself when it reaches that point, with
``index.note.written:3`` when it does for the third time. Without the variable a point costs one look at it.
"""

import os
import signal
from collections import Counter

VARIABLE = "ASSISTANT_FAILPOINT"

#: Every point there is, by room.
NAMES = frozenset(
    {
        "ahead.added",
        "backup.copied",
        "backup.packed",
        "backup.packing",
        "backup.placed",
        "catalog.note.put",
        "catalog.outbox.cleared",
        "digest.composed",
        "digest.written",
        "embed.added",
        "embed.embedded",
        "embed.reused",
        "embed.swept",
        "freshen.stale.found",
        "index.note.moved",
        "index.note.removed",
        "index.note.touched",
        "index.note.written",
        "index.notes.committed",
        "index.started",
        "index.vanished.removed",
        "jobs.failing",
        "jobs.finished",
        "jobs.finishing",
        "jobs.leased",
        "jobs.put",
        "jobs.running",
        "keeper.batch.done",
        "keeper.batch.taken",
        "keeper.words.done",
        "lexical.committed",
        "lexical.opened",
        "lexical.renamed",
        "lexical.written",
        "rebuild.lexical.removed",
        "rebuild.marked",
        "rebuild.vectors.forgotten",
        "repair.lexical.removed",
        "repair.set_aside",
        "restore.catalog.placed",
        "restore.lexical.removed",
        "restore.queued",
        "restore.settings.placed",
        "restore.unpacked",
        "vectors.dropped",
        "vectors.made",
        "vectors.prepared",
        "vectors.recut",
        "vectors.switched",
        "vectors.switching",
    }
)

_reached: Counter[str] = Counter()


def reach(name: str) -> None:
    """Kill this process, as a power cut would, if a test asked for it here."""
    wanted, _, turn = os.environ.get(VARIABLE, "").partition(":")
    if wanted != name:
        return
    _reached[name] += 1
    if _reached[name] == int(turn or 1):
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
