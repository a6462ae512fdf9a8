"""Pictures, read by Tesseract where it is installed."""

import subprocess
from functools import cache

from assistant.notes.formats.document import Document, in_child
from assistant.notes.formats.format import as_places

TESSERACT = "tesseract"
#: Languages that are looked for at once; each takes its time. What tells how a page lies, and formulas, is none.
MOST_LANGUAGES = 3
_NONE = ("osd", "equ", "snum")


class Picture(Document):
    """One kind of picture, by the end of its name: what is written in it is one place."""

    def _taken_apart(self, raw: bytes) -> str:
        told = in_child(raw, self._suffix, TESSERACT, "stdin", "stdout", "-l", _languages())
        text = "\n\n".join(" ".join(block.split()) for block in told.decode("utf-8", "replace").split("\n\n"))
        return as_places([text.replace("\f", "")])


@cache
def _languages() -> str:
    """Those that Tesseract has been given, English first."""
    listed = subprocess.run([TESSERACT, "--list-langs"], capture_output=True, timeout=10, check=False).stdout
    names = [name for name in listed.decode().split("\n")[1:] if name and "/" not in name and name not in _NONE]
    return "+".join(sorted(names, key=lambda name: name != "eng")[:MOST_LANGUAGES]) or "eng"
