"""Which units of a section are read as one: what somebody would read, and be shown, together.

A *thing* is what makes no sense in parts: a line that announces with what it announces, code with the line that tells
what it does, a list item with the paragraphs below it. Things make blocks: the paragraphs, lists and tables of the
note. Short blocks under one heading are joined, long ones are cut between things.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, takewhile

from assistant.domain import Unit, UnitKind

#: Bytes of a piece, which are to tokens much the same in every script: blocks under one heading are joined up to the
#: first, and one block is cut from the second on.
JOINED, LONGEST = 420, 900
#: Characters of a line that announces what follows it.
ANNOUNCEMENT = 240

_ALONE = (UnitKind.TURN, UnitKind.ENTRY, UnitKind.TASK)
_LISTED = (UnitKind.ITEM, UnitKind.TASK)
_ANNOUNCED = (UnitKind.ITEM, UnitKind.ROW, UnitKind.CODE)
_ANNOUNCES = (UnitKind.PROSE, UnitKind.ITEM, UnitKind.QUOTE, UnitKind.CALLOUT)
_COLONS = (":", "：", "︰", "፡", "՝")

Thing = tuple[Unit, ...]
Block = tuple[Thing, ...]
#: The units of a piece, and those that it is to be read after.
Group = tuple[tuple[Unit, ...], tuple[Unit, ...]]


def groups(units: Sequence[Unit]) -> Iterator[Group]:
    """Runs of units with what they are read after."""
    for _, section in groupby(units, key=lambda unit: unit.headings):
        listed = tuple(section)
        bodies = [unit for unit in listed if unit.kind is not UnitKind.HEADING]
        if bodies:
            yield from _pieces(list(_blocks(_things(bodies))))
        else:
            # A heading without a body says what it says itself.
            yield from ((tuple(run), ()) for _, run in groupby(listed, key=lambda unit: unit.block))


def announces(unit: Unit) -> bool:
    """Whether a unit ends with a colon: what it tells is told by what follows it."""
    return unit.kind in _ANNOUNCES and unit.said.rstrip("*_ ").endswith(_COLONS)


def announced(units: Sequence[Unit], at: int) -> Thing:
    """What a unit makes no sense without: the code of an item, the list, table or paragraph that it announces."""
    thing = next(thing for thing in _things(units) if any(unit is units[at] for unit in thing))
    own = next(number for number, unit in enumerate(thing) if unit is units[at])
    is_whole = own == 0 or announces(units[at])
    rest = thing[own + 1 :] if is_whole else ()
    if not rest or rest[-1].kind not in _ANNOUNCED:
        return rest
    after = takewhile(lambda unit: unit.block == rest[-1].block, units[at + 1 + len(rest) :])
    return (*rest, *after)


def is_entry(thing: Sequence[Unit]) -> bool:
    """Whether it is a list item without a number that has code of its own: one of many that are looked up."""
    own = thing[1:] if announces(thing[0]) and thing[0].kind is not UnitKind.ITEM else thing
    is_item = bool(own) and own[0].kind is UnitKind.ITEM and not own[0].text.lstrip("> \t")[:1].isdigit()
    return is_item and any(unit.kind is UnitKind.CODE for unit in own[1:])


def _things(units: Sequence[Unit]) -> Iterator[Thing]:
    thing: Thing = ()
    for unit in units:
        if thing and not _belongs(unit, thing):
            yield thing
            thing = ()
        thing += (unit,)
    if thing:
        yield thing


def _belongs(unit: Unit, thing: Thing) -> bool:
    """Whether a unit makes sense only with what stands before it."""
    before = thing[-1]
    if unit.kind in (UnitKind.TURN, UnitKind.ENTRY, UnitKind.FIELD) or before.kind in (UnitKind.TURN, UnitKind.ENTRY):
        return False
    if announces(before):
        return True
    if unit.kind is UnitKind.CODE:
        return before.kind in (UnitKind.CODE, *_LISTED) or _is_short(before)
    is_below = thing[0].kind in _LISTED and unit.kind not in _LISTED
    return is_below and unit.depth >= thing[0].depth > 0


def _is_short(unit: Unit) -> bool:
    return unit.kind in _ANNOUNCES and len(unit.said) <= ANNOUNCEMENT


def _blocks(things: Iterator[Thing]) -> Iterator[Block]:
    """Things of one list, table or paragraph."""
    block: Block = ()
    for thing in things:
        if block and not _continues(thing, block[-1]):
            yield block
            block = ()
        block += (thing,)
    if block:
        yield block


def _continues(thing: Thing, before: Thing) -> bool:
    if is_entry(thing) or is_entry(before):
        return is_entry(thing) and is_entry(before)
    return thing[0].block == before[-1].block and _is_alone(thing) == _is_alone(before)


def _is_alone(thing: Thing) -> bool:
    return any(unit.kind in _ALONE for unit in thing)


def _pieces(blocks: Sequence[Block]) -> Iterator[Group]:
    """The blocks under one heading: short neighbours joined, a list with its announcement, long ones cut."""
    held: Block = ()
    for block in blocks:
        if held and _fit(held, block):
            held += block
            continue
        is_led = bool(held) and not is_entry(block[0]) and _leads(held[-1][-1], block[0][0])
        before, lead = (held[:-1], held[-1:]) if is_led else (held, ())
        if before:
            yield from _cut(before)
        held = lead + block
    if held:
        yield from _cut(held)


def _fit(before: Block, block: Block) -> bool:
    last, first = before[-1], block[0]
    if any(_is_by_itself(thing) for thing in (last, first)):
        return False
    kinds = {last[-1].kind, first[0].kind}
    if UnitKind.FIELD in kinds and len(kinds) > 1:
        return False
    most = LONGEST if _leads(last[-1], first[0]) else JOINED
    return _size(before) + _size(block) <= most


def _leads(before: Unit, first: Unit) -> bool:
    """Whether a short line stands before a list, a table or code."""
    return first.kind in _ANNOUNCED and before.kind not in _ANNOUNCED and _is_short(before)


def _is_by_itself(thing: Thing) -> bool:
    return _is_alone(thing) or is_entry(thing)


def _cut(block: Block) -> Iterator[Group]:
    """The things as one piece, or as several: turns, entries and the like one by one, what is long between things."""
    lead = _lead(block)
    if _is_by_itself(block[-1]):
        yield from _one_by_one(block, lead)
        return
    above = _above(block)
    for first, last in _parts(block, range(len(block)), _top(block)):
        own = tuple(unit for thing in block[first:last] for unit in thing)
        yield own, tuple(unit for unit in (*lead, *above[first]) if unit not in own)


def _lead(block: Block) -> Thing:
    """What every part of a block is read after: the line that announces it, or the names of its columns."""
    first = block[0][0]
    is_line = len(block) > 1 and first.kind not in (*_ANNOUNCED, *_ALONE)
    return (first,) if is_line or first.kind is UnitKind.ROW else ()


def _one_by_one(block: Block, lead: Thing) -> Iterator[Group]:
    """Each thing by itself, a turn after the one before it; a line above them goes with the first."""
    start = next(number for number, thing in enumerate(block) if _is_by_itself(thing))
    yield tuple(unit for thing in block[: start + 1] for unit in thing), ()
    for before, thing in pairwise(block[start:]):
        yield thing, before[-1:] if thing[0].kind is UnitKind.TURN else lead


def _above(block: Block) -> list[Thing]:
    """For each thing the items of the list that it stands below, but for long ones."""
    found: list[Thing] = []
    stack: list[Unit] = []
    for thing in block:
        stack = [unit for unit in stack if unit.depth < thing[0].depth]
        found.append(tuple(unit for unit in stack if _is_short(unit)))
        stack += thing[:1] if thing[0].depth else ()
    return found


def _parts(block: Block, among: range, depth: int) -> Iterator[tuple[int, int]]:
    """Parts that are not too long, cut where an item of ``depth`` begins; an item with too much below it is cut too."""
    first, size = among.start, 0
    for branch in _branches(block, among, depth):
        more = _size(block[branch.start : branch.stop])
        # A line, or an item, is not parted from the first of what is below it.
        is_line = branch.start == first + 1 and block[first][0].depth < depth
        if branch.start > first and not is_line and size + more > LONGEST:
            yield first, branch.start
            first, size = branch.start, 0
        if more > LONGEST and any(block[number][0].depth > depth for number in branch):
            yield from _parts(block, range(first, branch.stop), depth + 1)
            first, size = branch.stop, 0
        else:
            size += more
    if first < among.stop:
        yield first, among.stop


def branches(units: Sequence[Unit]) -> list[Thing]:
    """The items of a list, each with what belongs to it and is below it; a line above them stands for itself."""
    things = tuple(_things(units))
    top = _top(things)
    return [
        tuple(unit for thing in things[branch.start : branch.stop] for unit in thing)
        for branch in _branches(things, range(len(things)), top)
    ]


def _top(block: Block) -> int:
    return min((thing[0].depth for thing in block if thing[0].depth), default=0)


def _branches(block: Block, among: range, depth: int) -> Iterator[range]:
    """Each item of ``depth`` with all that is below it."""
    starts = [number for number in among if number == among.start or block[number][0].depth <= depth]
    for start, end in pairwise([*starts, among.stop]):
        yield range(start, end)


def _size(block: Block) -> int:
    return sum(len(unit.said.encode()) for thing in block for unit in thing)
