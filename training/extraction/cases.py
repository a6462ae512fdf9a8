"""The texts of this folder, as cases: a schema, and for each field the values that are right."""

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.structured.schema.shorthand import read_shorthand

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """One text. ``expect`` has for each field the values that are right, or ``[None]`` where the text says none."""

    name: str
    language: str
    text: str
    day: datetime.date | None
    schema: dict[str, Any]
    expect: dict[str, list[Any]]

    def as_json(self) -> str:
        """The case as one line for other programs."""
        absent = [field for field, values in self.expect.items() if values in ([None], [[]])]
        today = self.day.isoformat() if self.day else None
        expect = {field: values[0] if len(values) == 1 else values for field, values in self.expect.items()}
        row = {"id": self.name, "lang": self.language, "text": self.text, "schema": self.schema, "short": None}
        return json.dumps({**row, "today": today, "expect": expect, "absent": absent, "note": ""}, ensure_ascii=False)


def read_cases(*names: str) -> Iterator[Case]:
    """The cases of these files, of all where none is named."""
    for path in sorted(FOLDER.glob("*.yaml")):
        if not names or path.stem in names:
            for n, row in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1):
                yield _case(f"{path.stem}-{n}", row)


def _case(name: str, row: dict[str, Any]) -> Case:
    schema = _schema(row["schema"])
    fields = schema["properties"]
    if set(fields) != set(row["expect"]):
        raise ValueError(f"{name}: {set(fields) ^ set(row['expect'])}")
    expect = {field: _right(row["expect"][field], fields[field]) for field in fields}
    return Case(name, row.get("lang", "en"), row["text"], row.get("today"), schema, expect)


def _right(value: object, schema: dict[str, Any]) -> list[Any]:
    """The values that are right: of a list field one list, else those of a list."""
    if schema.get("type") == "array":
        return [value]
    return value if isinstance(value, list) else [value]


def _schema(text: str) -> dict[str, Any]:
    """A short schema, a field a line, in which ``~`` behind a name or type says that it may be null."""
    lines = [line for line in text.splitlines() if line.strip()]
    heads = [line.partition(":")[0] for line in lines]
    schema = read_shorthand("\n".join(line.replace("~", "", 1) for line in lines) + "\n")
    for head in heads:
        if "~" in head:
            field = schema["properties"][head.replace("~", "").split()[0]]
            if "enum" in field:
                field["enum"].append(None)
            else:
                field["type"] = [field["type"], "null"]
    return schema
