from hypothesis import given
from hypothesis import strategies as st

from assistant.service.debounce import CAPACITY, LONGEST, QUIET, Batch, Debounce


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_batch_is_due_once_it_is_quiet():
    clock = Clock()
    debounce = Debounce(clock)
    assert debounce.due_in() is None
    debounce.add(["a.md"])
    clock.now += QUIET / 2
    debounce.add(["b.md", "a.md"])
    clock.now += QUIET * 0.9
    assert debounce.due_in() > 0
    clock.now += QUIET
    assert debounce.due_in() == 0
    assert debounce.take() == Batch(frozenset({"a.md", "b.md"}))
    assert debounce.due_in() is None
    assert not debounce.take()


def test_a_burst_is_cut_in_time():
    clock = Clock()
    debounce = Debounce(clock)
    while debounce.due_in() != 0:
        debounce.add(["a.md"])
        clock.now += QUIET / 4
    assert LONGEST <= clock.now - 100.0 <= LONGEST + QUIET


def test_a_burst_of_ten_thousand_paths_becomes_one_comparison_of_everything():
    debounce = Debounce(Clock())
    for number in range(10_000):
        debounce.add([f"{number}.md"])
    assert debounce.size == 0
    assert debounce.take() == Batch(everything=True)


def test_capacity_counts_distinct_paths():
    debounce = Debounce(Clock())
    for number in range(10 * CAPACITY):
        debounce.add([f"{number % CAPACITY}.md"])
    assert len(debounce.take().paths) == CAPACITY


def test_a_batch_remembers_its_first_event():
    clock = Clock()
    debounce = Debounce(clock)
    debounce.add(["a.md"])
    clock.now += 1
    debounce.lose()
    assert debounce.take().since == 100.0


@given(
    st.lists(
        st.tuples(
            st.floats(0, 2),
            st.sampled_from(["add", "lose", "take if due"]),
            st.sampled_from(["a.md", "b.md", "c.md"]),
        )
    )
)
def test_nothing_is_lost_and_nothing_waits_too_long(steps):
    clock = Clock()
    debounce = Debounce(clock)
    owed: set[str] = set()
    everything, first = False, None
    for seconds, what, path in steps:
        clock.now += seconds
        if what == "take if due":
            if debounce.due_in() != 0:
                assert first is None or clock.now < first + LONGEST
                continue
            batch = debounce.take()
            assert batch.everything if everything else batch.paths == owed
            owed, everything, first = set(), False, None
            continue
        first = clock.now if first is None else first
        if what == "add":
            owed.add(path)
            debounce.add([path])
        else:
            everything = True
            debounce.lose()
    assert bool(debounce.take()) == (first is not None)
