"""What is remembered of the digests that were written: up to which day, from what each was made, by the last run."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import apsw

_FIRST, _LAST, _RUN = "digest.first", "digest.last", "digest.run"


class DigestLog:
    """The digests of one folder."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._db = connection

    def first(self) -> date | None:
        """The first day of which a digest was due; nothing before the first run."""
        return self._day(_FIRST)

    def last(self) -> date | None:
        """The day up to which digests were made; nothing before the first."""
        return self._day(_LAST)

    def done_until(self, day: date) -> None:
        """Note that every digest up to this day was made; a day before the last one puts a wrong clock right."""
        self._db.execute("insert or ignore into state values (?, ?)", (_FIRST, day.isoformat()))
        self._db.execute("insert or replace into state values (?, ?)", (_LAST, day.isoformat()))

    def sources(self, name: str) -> str:
        """From what a digest was made when it was written last; empty when it never was."""
        value: Any = self._db.execute("select value from state where key = ?", (f"digest/{name}",)).get
        return value or ""

    def written(self, name: str, sources: str) -> None:
        """Note from what a digest was made."""
        self._db.execute("insert or replace into state values (?, ?)", (f"digest/{name}", sources))

    def ran(self, paths: Mapping[str, Sequence[str]]) -> None:
        """Note what a run did: paths of digests by what became of them."""
        self._db.execute("insert or replace into state values (?, ?)", (_RUN, json.dumps(paths)))

    def last_run(self) -> dict[str, list[str]]:
        """What the last run did, whichever process it was; empty before the first."""
        value: Any = self._db.execute("select value from state where key = ?", (_RUN,)).get
        found: dict[str, list[str]] = json.loads(value) if value else {}
        return found

    def _day(self, key: str) -> date | None:
        value: Any = self._db.execute("select value from state where key = ?", (key,)).get
        return date.fromisoformat(value) if value else None
