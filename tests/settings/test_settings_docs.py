import re
from pathlib import Path

import pytest

from assistant.errors import ExitCode
from assistant.settings import RESERVED, SETTINGS
from assistant.settings.values import as_text

DOCS = Path(__file__).parents[2] / "docs"


def rows(page: str) -> list[str]:
    return [line for line in (DOCS / page).read_text(encoding="utf-8").splitlines() if line.startswith("|")]


@pytest.mark.parametrize("key", sorted(SETTINGS))
def test_the_page_on_settings_tells_what_the_code_says(key):
    known = SETTINGS[key]
    default = f"`{as_text(known.default)}`" if as_text(known.default) else "none"
    assert f"| `{key}` | {default} | {known.allowed} | {known.help} |" in rows("settings.md")


def test_the_page_on_settings_has_no_other_settings():
    named = {match[1] for row in rows("settings.md") if (match := re.match(r"\| `([a-z_]+\.[a-z_]+)`", row))}
    assert named == set(SETTINGS)


def test_the_page_on_settings_names_the_reserved_variables():
    text = "\n".join(rows("settings.md"))
    assert all(f"`{name}`" in text for name in RESERVED)


def test_the_page_on_exit_codes_has_each_of_them():
    codes = {int(match[1]) for row in rows("exit-codes.md") if (match := re.match(r"\| (\d+) \|", row))}
    assert codes == set(ExitCode)
