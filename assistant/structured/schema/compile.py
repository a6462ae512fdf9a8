"""From JSON Schema to a grammar that writes exactly one spelling of every value that fits.

A rule stands for a *set* of subschemas that all hold at one place: ``$ref`` and ``allOf`` add to the set, and where a
member of it offers a choice, each branch is the set with that branch added. So constraints from anywhere are put
together in one way, recursion ends because there are finitely many sets, and two branches of a ``oneOf`` exclude each
other exactly when the set with both of them has no text. (For that question, objects may have properties that no schema
names, and texts a format that only some validators see in them, though none are written.)

The spelling is that of Python's ``json.dumps(value, ensure_ascii=False)``, with the properties in the schema's order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.errors import UsageError
from assistant.structured.languages.grammar import NEVER, ROOT, Any, Grammar, Part, Rule, Text
from assistant.structured.schema.containers import Containers
from assistant.structured.schema.document import Alternatives, Member, Place, Schema, SchemaDocument, flat, refused
from assistant.structured.schema.scalars import Scalars, spelled
from assistant.structured.schema.validate import make_validator

Members = Sequence[Member]

_TYPES = frozenset({"null", "boolean", "object", "array", "number", "integer", "string"})


def compile_schema(schema: Schema | bool) -> Grammar:
    """The grammar of a schema's values. Raises ``UsageError`` naming what of it can't be kept to, and where."""
    return _Compiler(schema).grammar()


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two branches of a ``oneOf``, and the set of subschemas with both of them."""

    choice: Alternatives
    numbers: tuple[int, int]
    places: tuple[Place, ...]
    chosen: frozenset[Place]


class _Compiler:
    """``loose``: objects may have properties that no schema names though none asks for them, and formats are wide."""

    def __init__(self, schema: Schema | bool, *, loose: bool = False) -> None:
        self._validator = make_validator(schema, loose=loose)
        self._document = SchemaDocument(schema)
        self._names: dict[tuple[frozenset[Place], frozenset[Place]], str] = {}
        self._pairs: list[_Pair] = []
        self.rules: dict[str, Part] = {ROOT: NEVER}
        self._scalars = Scalars(self.rules, loose=loose)
        self._containers = Containers(self.rules, self._scalars, self.value, with_unnamed=loose)

    def grammar(self) -> Grammar:
        """The grammar of the whole document."""
        self.rules[ROOT] = self.value([""])
        self._check_pairs()
        whole = Grammar(self.rules)
        if whole.is_empty:
            raise UsageError("no value fits the schema", hint="loosen what it demands")
        return whole.pruned()

    def value(self, places: Sequence[Place], chosen: frozenset[Place] = frozenset()) -> Rule:
        """The rule of the values that fit the subschemas at all of ``places``."""
        key = (frozenset(places), chosen)
        if key not in self._names:
            self._names[key] = name = f"value-{len(self._names)}"
            self.rules[name] = NEVER
            self.rules[name] = self._value(places, chosen)
        return Rule(self._names[key])

    def _value(self, places: Sequence[Place], chosen: frozenset[Place]) -> Part:
        gathered = self._document.gather(places, chosen)
        if gathered.fits_nothing:
            return NEVER
        if gathered.choices:
            return self._branches(places, chosen, gathered.choices[0])
        listed = [_listed(member.schema) for member in gathered.members if {"enum", "const"} & set(member.schema)]
        if listed:
            return Any(tuple(Text(spelled(value)) for value in listed[0] if self._fits(value, gathered.members)))
        return Any(tuple(self._of_types(gathered.members)))

    def _branches(self, places: Sequence[Place], chosen: frozenset[Place], choice: Alternatives) -> Part:
        chosen |= {choice.place}
        if choice.keyword == "oneOf":
            for (i, one), (j, other) in combinations(enumerate(choice.branches), 2):
                self._pairs.append(_Pair(choice, (i, j), (*places, one, other), chosen))
        return Any(tuple(self.value([*places, branch], chosen) for branch in choice.branches))

    def _check_pairs(self) -> None:
        """Refuse a ``oneOf`` two branches of which have a value in common."""
        if not self._pairs:
            return
        compiler = _Compiler(self._document.root, loose=True)
        names = [compiler.value(pair.places, pair.chosen).name for pair in self._pairs]
        common = Grammar(compiler.rules)
        for pair, name in zip(self._pairs, names, strict=True):
            if common.may_finish(name):
                i, j = pair.numbers
                example = common.example(name)
                reason = f"branches {i} and {j} both allow {example}; use anyOf"
                raise refused(pair.choice.owner, pair.choice.keyword, reason)

    def _fits(self, value: object, members: Members) -> bool:
        return all(self._validator.evolve(schema=flat(member.schema)).is_valid(value) for member in members)

    def _of_types(self, members: Members) -> Iterator[Part]:
        types = frozenset.intersection(_TYPES, *(_types(member.schema) for member in members))
        if "null" in types:
            yield Text("null")
        if "boolean" in types:
            yield from (Text("true"), Text("false"))
        if "integer" in types:
            yield self._scalars.number(members, whole="number" not in types)
        if "string" in types:
            yield self._scalars.string(members)
        if "array" in types:
            yield self._containers.array(members)
        if "object" in types:
            yield self._containers.object(members)


def _listed(schema: Schema) -> Sequence[object]:
    """The only values that an ``enum`` or ``const`` leaves."""
    return [schema["const"]] if "const" in schema else list(schema["enum"])


def _types(schema: Schema) -> frozenset[str]:
    named = schema.get("type", _TYPES)
    types = frozenset([named] if isinstance(named, str) else named)
    return types | {"integer"} if "number" in types else types
