"""What is remembered of the digests that were written: up to which day, and from what each was made."""

from datetime import date
from typing import Any

import apsw

_LAST = "digest.last"


class DigestLog:
    """The digests of one folder."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._db = connection

    def last(self) -> date | None:
        """The day up to which digests were made; nothing before the first."""
        value: Any = self._db.execute("select value from state where key = ?", (_LAST,)).get
        return date.fromisoformat(value) if value else None

    def done_until(self, day: date) -> None:
        """Note that every digest up to this day was made."""
        last = self.last()
        if last is None or day > last:
            self._db.execute("insert or replace into state values (?, ?)", (_LAST, day.isoformat()))

    def sources(self, name: str) -> str:
        """From what a digest was made when it was written last; empty when it never was."""
        value: Any = self._db.execute("select value from state where key = ?", (f"digest/{name}",)).get
        return value or ""

    def written(self, name: str, sources: str) -> None:
        """Note from what a digest was made."""
        self._db.execute("insert or replace into state values (?, ?)", (f"digest/{name}", sources))
