"""WebVTT and SRT: the lines as they are, which the reader of records knows as captions; places are times."""

import re

from assistant.notes.formats.format import Format

_TIMING = re.compile(r"[ \t]*(?:(\d{1,3}):)?(\d{1,2}):(\d\d)[.,]\d{1,3}[ \t]+-->")


class Captions(Format):
    """``.vtt`` and ``.srt``."""

    is_plain = True

    def at(self, line: int, text: str) -> str:
        """The time that stands in this line or last above it, as ``00:12:40``; that below for the lines of a cue."""
        lines = text.split("\n")
        for above in reversed(lines[: line + 1]):
            if found := _TIMING.match(above):
                hours, minutes, seconds = (int(part or 0) for part in found.groups())
                return f"{hours:02}:{minutes:02}:{seconds:02}"
        return ""
