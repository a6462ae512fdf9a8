"""Background work waits for questions, and for the power to come back where that is wished."""

import os
import sys
import threading
import time

import pytest

from assistant.service import courtesy as courtesy_module
from assistant.service.courtesy import NICENESS, Courtesy, runs_on_battery


def wait_for(condition) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.fixture
def background():
    """Start a function in a thread; it must have ended when the test ends."""
    threads = []

    def start(function, *args) -> threading.Thread:
        threads.append(threading.Thread(target=function, args=args))
        threads[-1].start()
        return threads[-1]

    yield start
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


def test_nothing_is_waited_for_when_no_question_is_open():
    Courtesy().wait()


def test_work_goes_on_when_the_last_question_is_answered(background):
    courtesy, went_on = Courtesy(), threading.Event()

    def work():
        courtesy.wait()
        went_on.set()

    with courtesy.answering():
        with courtesy.answering():
            background(work)
        assert not went_on.wait(0.1)
    assert went_on.wait(60)


def test_a_question_that_fails_holds_nothing_up():
    courtesy = Courtesy()
    with pytest.raises(ValueError, match="x"), courtesy.answering():
        raise ValueError("x")
    courtesy.wait()


def test_questions_without_end_do_not_starve_the_work(monkeypatch):
    monkeypatch.setattr(courtesy_module, "PATIENCE_SECONDS", 0.05)
    courtesy = Courtesy()
    with courtesy.answering():
        courtesy.wait()


def test_who_is_stopping_waits_no_longer(background):
    courtesy, stopping = Courtesy(on_battery=lambda: True), threading.Event()
    with courtesy.answering():
        thread = background(courtesy.wait, stopping)
        stopping.set()
        thread.join(60)
        assert not thread.is_alive()


def test_on_battery_work_waits_until_the_power_is_back(background, monkeypatch):
    monkeypatch.setattr(courtesy_module, "POWER_SECONDS", 0.0)
    unplugged = threading.Event()
    unplugged.set()
    courtesy = Courtesy(on_battery=unplugged.is_set)
    assert courtesy.is_saving
    thread = background(courtesy.wait)
    thread.join(0.1)
    assert thread.is_alive()
    unplugged.clear()
    thread.join(60)
    assert not thread.is_alive()


@pytest.mark.parametrize(
    ("supplies", "expected"),
    [
        ({}, False),
        ({"BAT0": {"type": "Battery", "status": "Discharging"}}, True),
        ({"BAT0": {"type": "Battery", "status": "Full"}, "AC": {"type": "Mains", "online": "1"}}, False),
        ({"BAT0": {"type": "Battery", "status": "Discharging"}, "AC": {"type": "Mains", "online": "0"}}, True),
        ({"mouse": {"type": "Battery", "status": "Discharging"}, "AC": {"type": "Mains", "online": "1"}}, False),
        ({"mouse": {"type": "Battery", "status": "Discharging", "scope": "Device"}}, False),
        ({"odd": {}}, False),
    ],
)
def test_where_the_power_comes_from(tmp_path, supplies, expected):
    for name, files in supplies.items():
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text + "\n")
    assert runs_on_battery(tmp_path) is expected
    assert runs_on_battery(tmp_path / "missing") is False


@pytest.mark.skipif(sys.platform != "linux", reason="threads have priorities of their own on Linux alone")
def test_only_the_thread_that_asks_becomes_less_urgent(background):
    seen = []

    def work():
        Courtesy.lower_priority()
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    before = os.getpriority(os.PRIO_PROCESS, 0)
    background(work)
    wait_for(lambda: seen)
    assert seen[0] >= NICENESS
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before
