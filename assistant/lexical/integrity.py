"""Whether the files of the lexical index are as Tantivy wrote them, and what it holds."""

import json
import os
import struct
import zlib
from pathlib import Path
from typing import Any

import tantivy

from assistant.lexical.errors import tantivy_errors
from assistant.lexical.index import folder_below

#: What every file of a segment ends with: the length of its footer, and this number. The footer is JSON that holds the
#: CRC-32 of all before it.
_END = struct.Struct("<II")
_MAGIC = 1337
_BLOCK = 1 << 20
#: The files every segment has.
_PARTS = ("fast", "fieldnorm", "idx", "pos", "store", "term")


def chunk_ids(parent: Path) -> list[int]:
    """The chunk of every entry, one held twice as often as it is. Raises ``IndexBrokenError``."""
    folder = folder_below(parent)
    with tantivy_errors(folder):
        searcher = tantivy.Index.open(os.fspath(folder)).searcher()
        found = searcher.search(tantivy.Query.all_query(), limit=max(1, searcher.num_docs), count=False).hits
        ids: list[Any] = searcher.fast_field_values("chunk_id", [address for _, address in found])
    return ids


def damaged_files(parent: Path) -> tuple[str, ...]:
    """Names of the files that are gone, or not as they were written. Raises ``IndexBrokenError``."""
    folder = folder_below(parent)
    bad = _bad_files(folder)
    return tuple(sorted(bad & _bad_files(folder))) if bad else ()  # a merge may have taken one away in between


def _bad_files(folder: Path) -> frozenset[str]:
    with tantivy_errors(folder):
        segments = json.loads((folder / "meta.json").read_bytes())["segments"]
        return frozenset(name for segment in segments for name in _names(segment) if not _is_whole(folder / name))


def _names(segment: dict[str, Any]) -> list[str]:
    """The files of a segment, as ``meta.json`` describes it."""
    stem = segment["segment_id"].replace("-", "")
    deleted = [f"{stem}.{segment['deletes']['opstamp']}.del"] if segment["deletes"] else []
    return [f"{stem}.{part}" for part in _PARTS] + deleted


def _is_whole(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            end = stream.seek(-_END.size, os.SEEK_END)
            length, magic = _END.unpack(stream.read())
            if magic != _MAGIC or length > end:
                return False
            stream.seek(end - length)
            footer = json.loads(stream.read(length))
            stream.seek(0)
            crc, left = 0, end - length
            while left and (block := stream.read(min(left, _BLOCK))):
                crc, left = zlib.crc32(block, crc), left - len(block)
        return left == 0 and crc == int(footer["crc"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
