"""Whether a value fits a schema, asked of a validator that knows nothing of grammars."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.errors import UsageError
from assistant.structured.schema.document import DIALECT, Schema, below, shown
from assistant.structured.schema.formats import CHECKS, loose_check

if TYPE_CHECKING:
    from jsonschema.protocols import Validator


def make_validator(schema: Schema | bool, *, loose: bool = False) -> "Validator":
    """A validator for a schema, which reads nothing from elsewhere; formats are checked.

    With ``loose``, a text has a format that any validator says it has. Raises ``UsageError`` where ``schema`` is not a
    schema.
    """
    from jsonschema import Draft202012Validator, FormatChecker, SchemaError
    from jsonschema.validators import extend
    from referencing import Registry

    try:
        # Whether a pattern is one is seen when it is read.
        Draft202012Validator.check_schema(schema, format_checker=FormatChecker(formats=()))
    except SchemaError as error:
        where = shown(below("", *error.absolute_path))
        raise UsageError(f"not a schema: {where}: {error.message}", hint=f"see {DIALECT}") from error
    formats = FormatChecker(formats=())
    for name, check in CHECKS.items():
        formats.checks(name, raises=ValueError)(_of_text(loose_check(name) if loose else check))
    validator = extend(Draft202012Validator, {"pattern": _pattern})
    return validator(schema, format_checker=formats, registry=Registry())


def why_not(validator: "Validator", value: object) -> str:
    """Why a value does not fit, in one line; empty where it does."""
    for error in validator.iter_errors(value):
        return f"{error.json_path}: {error.message}"
    return ""


def _pattern(_validator: object, pattern: str, instance: object, _schema: object) -> Iterator[Any]:
    """As JSON Schema reads patterns: ``\\d`` and ``\\w`` are ASCII."""
    from jsonschema import ValidationError

    if isinstance(instance, str) and not re.search(pattern, instance, re.ASCII):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _of_text(check: Any) -> Any:  # noqa: ANN401
    return lambda value: not isinstance(value, str) or check(value)
