"""The program's dataclasses as JSON and back, by their type hints.

A dataclass is an object with its fields, an enumeration its value, a date its ISO form, a tuple a list. ``decode``
checks every value against its hint, so that what it returns is what was encoded, or it raises ``WireError``.
"""

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar

from assistant.service.wire import WireError

T = TypeVar("T")
Decoder = Callable[[Any], Any]


def encode(value: object) -> Any:  # noqa: ANN401 (JSON)
    """Plain JSON values that ``decode`` makes ``value`` of again. Raises ``TypeError`` for what has no such form."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple | list):
        return [encode(part) for part in value]
    if isinstance(value, Mapping):
        return {name: encode(part) for name, part in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {name: encode(getattr(value, name)) for name in _names(type(value))}  # type: ignore[arg-type]
    raise TypeError(f"{type(value).__name__} has no form on the wire")


def decode(hint: type[T], data: object) -> T:
    """The value of a type that ``data`` stands for. Raises ``WireError`` when it does not fit."""
    decoder: Decoder = _decoder(hint)  # type: ignore[arg-type]
    decoded: T = decoder(data)
    return decoded


@lru_cache
def _names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 (a dataclass)
    return tuple(field.name for field in fields(kind))


@lru_cache
def _decoder(hint: Any) -> Decoder:  # noqa: ANN401 (any type expression)
    if parts := typing.get_args(hint):
        return _generic(typing.get_origin(hint), parts)
    if is_dataclass(hint):
        return _dataclass(hint)
    if issubclass(hint, Enum):
        return lambda data: _made(hint, data)
    if hint is date:
        return lambda data: _made(date.fromisoformat, data)
    return _plain(hint)


def _generic(origin: Any, parts: tuple[Any, ...]) -> Decoder:  # noqa: ANN401 (any type expression)
    if origin in (typing.Union, types.UnionType):
        (kind,) = [part for part in parts if part is not types.NoneType]
        inner = _decoder(kind)
        return lambda data: None if data is None else inner(data)
    if issubclass(origin, Mapping):
        return _mapping(_decoder(parts[1]))
    if origin is tuple and parts[-1] is not Ellipsis:
        return _fixed([_decoder(part) for part in parts])
    return _many(origin, _decoder(parts[0]))


def _plain(kind: type) -> Decoder:
    def decode_plain(data: object) -> object:
        if kind is float and type(data) is int:
            return float(data)
        if type(data) is not kind:
            raise WireError(f"{type(data).__name__} where {kind.__name__} belongs")
        return data

    return decode_plain


def _many(kind: Callable[[Any], object], inner: Decoder) -> Decoder:
    return lambda data: kind(map(inner, _checked(list, data)))


def _fixed(inners: list[Decoder]) -> Decoder:
    def decode_fixed(data: object) -> tuple[object, ...]:
        if len(_checked(list, data)) != len(inners):
            raise WireError("a list of another length")
        return tuple(inner(part) for inner, part in zip(inners, _checked(list, data), strict=True))

    return decode_fixed


def _mapping(inner: Decoder) -> Decoder:
    return lambda data: {name: inner(part) for name, part in _checked(dict, data).items()}


def _dataclass(kind: Any) -> Decoder:  # noqa: ANN401 (a dataclass)
    hints = typing.get_type_hints(kind)
    decoders = {name: _decoder(hints[name]) for name in _names(kind)}

    def decode_fields(data: object) -> object:
        given = _checked(dict, data)
        if given.keys() != decoders.keys():
            raise WireError(f"{kind.__name__} has other fields")
        return kind(**{name: decoder(given[name]) for name, decoder in decoders.items()})

    return decode_fields


def _made(make: Callable[[Any], object], data: object) -> object:
    try:
        return make(data)
    except (ValueError, TypeError) as error:
        raise WireError(str(error)) from error


def _checked(kind: type[T], data: object) -> T:
    if not isinstance(data, kind):
        raise WireError(f"{type(data).__name__} where {kind.__name__} belongs")
    return data
