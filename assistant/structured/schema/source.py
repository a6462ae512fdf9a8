"""Where a schema comes from: a file, the command line, or a pydantic model."""

import importlib
import json
import re
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.structured.schema.document import Schema
from assistant.structured.schema.shorthand import read_shorthand

_IMPORT_PATH = re.compile(r"([^\W\d]\w*(?:\.[^\W\d]\w*)*):([^\W\d]\w*)")
_MAX_BYTES = 1_000_000


def read_schema(given: str) -> Schema:
    """The schema that ``given`` is, or names.

    JSON where it begins with a brace, the file of that name, the pydantic model at ``package.module:Model``, imported
    from where Python looks for modules, or else the short form. Raises ``UsageError``.
    """
    text = given.strip()
    if text.startswith("{"):
        return _of_json(text, "the schema")
    if text.endswith(".json") or _is_file(text):
        return _of_file(Path(text))
    if match := _IMPORT_PATH.fullmatch(text):
        return _of_model(match[1], match[2])
    return read_shorthand(text)


def _is_file(text: str) -> bool:
    """Whether a file has that name; a text that is too long to be a name is none."""
    try:
        return bool(text) and "\n" not in text and Path(text).is_file()
    except OSError:
        return False


def _of_file(path: Path) -> Schema:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise UsageError(f"{path} is too large for a schema", hint="name a JSON Schema file")
        return _of_json(path.read_text(encoding="utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise UsageError(f"{path}: {reason}", hint="name a JSON Schema file") from error


def _of_json(text: str, name: str) -> Schema:
    try:
        schema = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{name} is not JSON: {error}", hint="check its quotes, commas and braces") from error
    if not isinstance(schema, dict):
        raise UsageError(f"{name} is no JSON object", hint='a schema is like {"type": "object", "properties": {...}}')
    return schema


def _of_model(module: str, name: str) -> Schema:
    try:
        model: Any = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise UsageError(f"{module}:{name}: {error}", hint="name a model that Python can import from here") from error
    except Exception as error:  # a module is somebody else's code
        raise UsageError(f"{module} can't be imported: {error}", hint=f"python -c 'import {module}'") from error
    if not (isinstance(model, type) and hasattr(model, "model_json_schema")):
        raise UsageError(f"{module}:{name} is no pydantic model", hint="name a class derived from pydantic.BaseModel")
    try:
        schema: Schema = model.model_json_schema()
    except Exception as error:  # pydantic's own errors share no base class
        raise UsageError(f"{module}:{name} has no JSON Schema: {error}", hint="write the schema as JSON") from error
    return schema
