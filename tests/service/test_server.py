"""The server with methods made for the test, and clients as real ones are."""

import logging
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import AssistantError, BusyError, UsageError
from assistant.service import client, server
from assistant.service.client import Call, NoServiceError, call, greeting_of
from assistant.service.server import Request, RequestStoppedError, Server
from assistant.service.transport import HAS_UNIX_SOCKETS, place
from assistant.service.wire import Channel, hello, to_line

PATIENCE = 20.0


def until(holds: Callable[[], object]) -> None:
    """Wait for a condition."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.005)


class Methods:
    """What the server under test can do, and what became of it."""

    def __init__(self) -> None:
        self.begun = Event()
        self.go_on = Event()
        self.ends: list[str] = []

    def echo(self, request: Request) -> Mapping[str, object]:
        return {"said": request.params.get("text")}

    def write(self, request: Request) -> Mapping[str, object]:
        for text in ("one", "one two"):
            request.text(text)
        request.progress("writing", 2, 2)
        return {"text": "one two three"}

    def wait(self, request: Request) -> Mapping[str, object]:
        """Until it is stopped, or may go on."""
        self.begun.set()
        try:
            while not self.go_on.wait(0.005):
                request.check()
        except RequestStoppedError as stopped:
            self.ends.append(str(stopped))
            raise
        return {"waited": True}

    def hang(self, request: Request) -> Mapping[str, object]:
        """Without ever looking up."""
        self.begun.set()
        self.go_on.wait(PATIENCE)
        return {}

    def fail(self, request: Request) -> Mapping[str, object]:
        raise {"busy": BusyError("busy", hint="wait"), "usage": UsageError("wrong", hint="right")}.get(
            str(request.params["how"]), ZeroDivisionError("by zero")
        )

    def by_name(self) -> dict[str, server.Method]:
        return {name: getattr(self, name) for name in ("echo", "write", "wait", "hang", "fail")}


class Running:
    def __init__(self, found: object, methods: Methods, server_: Server) -> None:
        self.place, self.methods, self.server = found, methods, server_

    def call(self, method: str, deadline_ms: int = int(1000 * PATIENCE), **params: object) -> object:
        return call(self.place, Call(method, params, "", deadline_ms))

    def connect(self, *, greet: bool = True) -> tuple[socket.socket, Channel]:
        connection = self.place.connect(5)
        connection.settimeout(PATIENCE)
        channel = Channel(connection)
        if greet:
            channel.send(hello())
            channel.receive()
        return connection, channel


@pytest.fixture(params=[pytest.param(True, marks=pytest.mark.skipif(not HAS_UNIX_SOCKETS, reason="none")), False])
def running(request, tmp_path) -> Iterator[Running]:
    found, methods = place(tmp_path / "run", "n", unix=request.param), Methods()
    server_ = Server(found, methods.by_name(), {"pid": 1}, logging.getLogger("test"))
    thread = Thread(target=server_.run, daemon=True)
    thread.start()
    until(lambda: greeting_of(found))
    yield Running(found, methods, server_)
    methods.go_on.set()
    server_.stop()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert not found.is_there()


def test_a_result_and_everything_before_it_arrives(running):
    texts, stages = [], []
    told = call(running.place, Call("write", {}), texts.append, lambda *stage: stages.append(stage))
    assert told == {"text": "one two three"}
    assert texts == ["one", "one two"]
    assert stages == [("writing", 2, 2)]


def test_errors_are_raised_as_what_they_were(running):
    with pytest.raises(BusyError) as busy:
        running.call("fail", how="busy")
    assert (busy.value.message, busy.value.hint) == ("busy", "wait")
    with pytest.raises(UsageError):
        running.call("fail", how="usage")
    with pytest.raises(NoServiceError):  # the caller can try itself
        running.call("fail", how="by accident")


@pytest.mark.parametrize("method", ["no such", "stop it", ""])
def test_a_method_that_is_not_known_is_refused(running, method):
    with pytest.raises(NoServiceError):
        running.call(method)
    assert running.call("echo", text="still here") == {"said": "still here"}


def test_sixteen_clients_are_answered_at_once(running):
    def ask(n: int) -> object:
        return [running.call("echo", text=f"{n}-{i}") for i in range(10)]

    with ThreadPoolExecutor(16) as pool:
        told = list(pool.map(ask, range(16)))
    assert told == [[{"said": f"{n}-{i}"} for i in range(10)] for n in range(16)]


def test_a_slow_request_holds_nobody_up(running):
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(running.call, "wait")
        try:
            assert running.methods.begun.wait(PATIENCE)
            assert running.call("echo", text="x") == {"said": "x"}
            until(lambda: running.server.live == 1)  # an answer arrives before its request is forgotten
        finally:
            running.methods.go_on.set()
        assert slow.result(PATIENCE) == {"waited": True}


def test_requests_of_one_connection_overlap(running):
    connection, channel = running.connect()
    with connection:
        channel.send({"id": 1, "method": "wait", "params": {}}, {"id": 2, "method": "echo", "params": {"text": "x"}})
        assert channel.receive() == {"id": 2, "event": "result", "result": {"said": "x"}}
        running.methods.go_on.set()
        assert channel.receive() == {"id": 1, "event": "result", "result": {"waited": True}}


def test_a_request_can_be_cancelled(running):
    connection, channel = running.connect()
    with connection:
        channel.send({"id": 7, "method": "wait", "params": {}})
        assert running.methods.begun.wait(PATIENCE)
        channel.send({"id": 8, "method": "cancel", "params": {"request": 7}})
        ended = [channel.receive(), channel.receive()]
        assert {(event["id"], event["event"], event.get("kind")) for event in ended} == {
            (8, "result", None),
            (7, "error", "cancelled"),
        }


def test_a_client_that_leaves_cancels_what_it_asked_for(running):
    _connection, channel = running.connect()
    channel.send({"id": 1, "method": "wait", "params": {}})
    assert running.methods.begun.wait(PATIENCE)
    channel.close()
    until(lambda: running.methods.ends == ["cancelled"])
    until(lambda: running.server.live == 0)


@pytest.mark.parametrize("method", ["wait", "hang"])
def test_a_deadline_ends_a_request_whether_it_looks_up_or_not(running, method):
    with pytest.raises(AssistantError, match="in time"):
        running.call(method, deadline_ms=50)


def test_a_server_that_stops_says_so_to_those_who_wait(running):
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(running.call, "wait")
        assert running.methods.begun.wait(PATIENCE)
        running.server.stop()
        with pytest.raises(NoServiceError):
            waiting.result(PATIENCE)
    until(lambda: running.methods.ends == ["stopping"])


def test_another_version_is_told_who_answers_and_nothing_else(running):
    connection, channel = running.connect(greet=False)
    with connection:
        channel.send({"hello": 1, "version": "0.0.0"}, {"id": 1, "method": "wait", "params": {}})
        assert channel.receive() == hello(pid=1)
        assert channel.receive() is None
    assert not running.methods.begun.is_set()


def test_a_client_of_another_version_says_so(running, monkeypatch):
    monkeypatch.setattr(client, "hello", lambda: {"hello": 1, "version": "0.0.0"})
    monkeypatch.setattr(client, "speaks_as_we_do", lambda greeting: greeting["version"] == "0.0.0")
    with pytest.raises(NoServiceError) as other:
        running.call("echo")
    assert "version" in other.value.remark
    assert "restart" in other.value.remark


def test_too_many_requests_at_once_are_refused(running, monkeypatch):
    monkeypatch.setattr(server, "MAX_REQUESTS", 2)
    connection, channel = running.connect()
    with connection:
        channel.send(*({"id": n, "method": "wait", "params": {}} for n in range(3)))
        refused = channel.receive()
        assert (refused["id"], refused["kind"]) == (2, "refused")


def test_a_socket_that_was_removed_is_made_anew(running):
    running.place.remove()
    until(lambda: greeting_of(running.place))
    assert running.call("echo", text="x") == {"said": "x"}


messages = st.dictionaries(
    st.sampled_from(["id", "method", "params", "deadline_ms", "settings"]),
    st.sampled_from([None, 1, -1, "echo", "write", "fail", {}, [], {"how": 1}, 1e400, "x" * 50]),
)


def test_nothing_a_client_sends_breaks_the_server(running):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(sent=st.lists(st.binary(max_size=40).map(lambda raw: raw + b"\n") | messages.map(to_line), max_size=5))
    def holds(sent):
        connection, _ = running.connect()
        with connection:
            connection.sendall(b"".join(sent))

    holds()
    assert running.call("echo", text="still here") == {"said": "still here"}
    until(lambda: running.server.live == 0)


def test_idle_time_counts_from_the_last_answer(running):
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(running.call, "wait")
        assert running.methods.begun.wait(PATIENCE)
        assert running.server.idle_seconds == 0
        running.methods.go_on.set()
        waiting.result(PATIENCE)
    until(lambda: running.server.idle_seconds > 0.02)
