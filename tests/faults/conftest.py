import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from worlds import World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    before = os.umask(0o077)  # as the program's own processes set it
    yield World(tmp_path, monkeypatch)
    os.umask(before)
