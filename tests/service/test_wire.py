import contextlib
import socket
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import __version__
from assistant.service.wire import (
    MAX_LINE,
    PROTOCOL,
    Channel,
    WireError,
    from_line,
    hello,
    speaks_as_we_do,
    to_line,
)

#: Every text Python has, halves of surrogates too: paths may hold them.
texts = st.text(st.characters(codec=None))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=10,
)


@pytest.fixture
def ends():
    one, other = socket.socketpair()
    with one, other:
        yield one, other


@given(message=st.dictionaries(texts, json_values, max_size=4))
def test_a_message_is_one_line_of_ascii_and_comes_back_as_it_was(message):
    raw = to_line(message)
    assert raw.endswith(b"\n")
    assert raw.count(b"\n") == 1
    assert raw.isascii()
    assert from_line(raw) == message


@given(raw=st.binary(max_size=200))
def test_what_is_no_message_is_a_wire_error(raw):
    with contextlib.suppress(WireError):
        assert isinstance(from_line(raw), dict)


@pytest.mark.parametrize("raw", [b"", b"[]", b"1", b"null", b"{", b"\xff\xfe{}", b"[" * 100_000])
def test_known_nonsense_is_a_wire_error(raw):
    with pytest.raises(WireError):
        from_line(raw)


def test_messages_arrive_whole_and_in_order_however_they_are_cut(ends):
    here, there = ends
    raw = b"".join(to_line({"n": n, "text": "ü" * n}) for n in range(40))

    def send() -> None:
        for start in range(0, len(raw), 7):
            here.sendall(raw[start : start + 7])
        here.shutdown(socket.SHUT_WR)

    sending = Thread(target=send, daemon=True)
    sending.start()
    channel = Channel(there)
    received = []
    while (message := channel.receive()) is not None:
        received.append(message["n"])
    sending.join()
    assert received == list(range(40))


def test_a_line_without_an_end_is_refused(ends, monkeypatch):
    monkeypatch.setattr("assistant.service.wire.MAX_LINE", 1000)
    here, there = ends
    here.sendall(b"x" * 2000)
    with pytest.raises(WireError, match="too long"):
        Channel(there).receive()


def test_a_hello_of_another_version_or_protocol_is_told_apart():
    assert MAX_LINE > 12 * 2_000_000  # the longest piped text, every character escaped as two halves
    assert speaks_as_we_do(hello())
    assert not speaks_as_we_do({"hello": PROTOCOL + 1, "version": __version__})
    assert not speaks_as_we_do({"hello": PROTOCOL, "version": "0.0.0"})
    assert not speaks_as_we_do({})
