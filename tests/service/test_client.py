from collections.abc import Callable
from queue import Queue
from threading import Thread

import pytest

from assistant.errors import AssistantError
from assistant.service import client
from assistant.service.client import Call, NoServiceError, call, greeting_of
from assistant.service.transport import HAS_UNIX_SOCKETS, place
from assistant.service.wire import Channel, hello

pytestmark = pytest.mark.skipif(not HAS_UNIX_SOCKETS, reason="no Unix sockets")


@pytest.fixture
def service(tmp_path):
    """A service that does with a connection what the test says."""
    found = place(tmp_path / "run", "n")
    with found.listen() as listener:

        def does(act: Callable[[Channel], object]) -> object:
            def serve() -> None:
                connection, _ = listener.accept()
                with connection:
                    act(Channel(connection))

            Thread(target=serve, daemon=True).start()
            return found

        yield does


def greets_then(*events: dict[str, object]) -> Callable[[Channel], object]:
    def act(channel: Channel) -> None:
        channel.receive(), channel.receive()
        channel.send(hello(), *events)

    return act


def test_without_a_service_it_is_known_at_once(tmp_path):
    with pytest.raises(NoServiceError) as missing:
        call(place(tmp_path, "n"), Call("search", {}))
    assert not missing.value.is_running
    assert greeting_of(place(tmp_path, "n")) is None


def test_a_service_that_hangs_is_left_to_itself(service, monkeypatch):
    monkeypatch.setattr(client, "HELLO_SECONDS", 0.05)
    found = service(lambda channel: [channel.receive() for _ in range(9)])
    with pytest.raises(NoServiceError) as hangs:
        call(found, Call("search", {}))
    assert hangs.value.is_running
    assert "does not answer" in hangs.value.remark


@pytest.mark.parametrize("act", [lambda channel: channel.receive(), greets_then()])
def test_one_that_dies_before_any_text_leaves_the_work_to_the_caller(service, act):
    with pytest.raises(NoServiceError):
        call(service(act), Call("ask", {}))


def test_one_that_dies_after_some_text_is_an_error(service):
    shown = []
    found = service(greets_then({"id": 1, "event": "text", "text": "The beta"}))
    with pytest.raises(AssistantError, match="ended while it answered"):
        call(found, Call("ask", {}), shown.append)
    assert shown == ["The beta"]


@pytest.mark.parametrize("line", [b"nonsense\n", b"[]\n", b'{"hello": 99}\n', b'{"hello": 1, "version": 5}\n'])
def test_one_that_speaks_otherwise_leaves_the_work_to_the_caller(service, line):
    found = service(lambda channel: (channel.receive(), channel._connection.sendall(line)))
    with pytest.raises(NoServiceError):
        call(found, Call("search", {}))


@pytest.mark.parametrize("event", [{"event": "result", "result": 5}, {"event": "?"}, {}])
def test_events_that_make_no_sense_are_passed_over(service, event):
    found = service(greets_then({"id": 1, **event}, {"id": 1, "event": "result", "result": {"fine": 1}}))
    assert call(found, Call("search", {})) == {"fine": 1}


def test_only_the_programs_own_errors_are_raised_by_name(service):
    found = service(greets_then({"id": 1, "event": "error", "kind": "SystemExit", "message": "x", "hint": ""}))
    with pytest.raises(NoServiceError):
        call(found, Call("search", {}))


def test_leaving_early_hangs_up(service):
    ended: Queue[object] = Queue()

    def act(channel: Channel) -> None:
        greets_then({"id": 1, "event": "text", "text": "x"})(channel)
        ended.put(channel.receive())

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call(service(act), Call("ask", {}), interrupt)
    assert ended.get(timeout=20) is None
