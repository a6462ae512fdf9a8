import os
import socket
import stat
import struct
from contextlib import suppress
from threading import Thread

import pytest

from assistant.service.transport import HAS_UNIX_SOCKETS, LoopbackPlace, UnixPlace, peer_uid, place

KINDS = [pytest.param(True, id="unix", marks=pytest.mark.skipif(not HAS_UNIX_SOCKETS, reason="none")), False]


@pytest.fixture(params=KINDS)
def found(request, tmp_path):
    return place(tmp_path / "run", "notes-1", unix=request.param)


def admitted(found, listener) -> list[bool]:
    """Whether the next one who connects is let in, once it is known."""
    known: list[bool] = []

    def accept() -> None:
        with suppress(OSError):  # some hang up at once, and some listeners are closed before they are asked
            connection, _ = listener.accept()
            with connection:
                known.append(found.admits(connection))
                if known[0]:
                    connection.sendall(connection.recv(100).upper())

    Thread(target=accept, daemon=True).start()
    return known


def test_whoever_is_let_in_can_talk(found):
    with found.listen() as listener:
        known = admitted(found, listener)
        with found.connect(5) as connection:
            connection.sendall(b"hello")
            assert connection.recv(100) == b"HELLO"
        assert known == [True]


def test_files_are_the_users_own(found, tmp_path):
    with found.listen():
        (file,) = (tmp_path / "run").iterdir()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_nobody_is_there_before_and_after(found, tmp_path):
    with pytest.raises(OSError):
        found.connect(0.5)
    with found.listen():
        assert found.is_there()
        found.remove()
        assert not found.is_there()
    assert not list((tmp_path / "run").iterdir())
    with pytest.raises(OSError):
        found.connect(0.5)


def test_what_a_dead_service_left_is_replaced(found):
    found.listen().close()  # as by kill -9: the file stays
    with pytest.raises(OSError):
        found.connect(0.5)
    with found.listen() as listener:
        admitted(found, listener)
        found.connect(5).close()


def test_the_successors_place_is_not_removed_by_the_one_before(tmp_path):
    before, after = LoopbackPlace(tmp_path / "a.port"), LoopbackPlace(tmp_path / "a.port")
    with before.listen(), after.listen():
        before.remove()
        assert not before.is_there()
        assert after.is_there()


@pytest.mark.skipif(not HAS_UNIX_SOCKETS, reason="no Unix sockets")
def test_a_path_too_long_for_a_socket_is_laid_elsewhere(tmp_path):
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    found = place(deep, "notes-1")
    assert isinstance(found, UnixPlace)
    assert len(os.fsencode(found.path)) < 104
    assert found.path == place(deep, "notes-1").path != place(deep, "notes-2").path
    with found.listen() as listener:
        admitted(found, listener)
        found.connect(5).close()
        assert stat.S_IMODE(found.path.parent.stat().st_mode) == 0o700
        found.remove()


@pytest.mark.skipif(not HAS_UNIX_SOCKETS, reason="no Unix sockets")
def test_other_users_are_not_let_in(tmp_path, monkeypatch):
    found = place(tmp_path / "run", "notes-1", unix=True)
    with found.listen() as listener:
        known = admitted(found, listener)
        monkeypatch.setattr("assistant.service.transport.peer_uid", lambda _: os.getuid() + 1)
        with found.connect(5) as connection:
            assert connection.recv(10) == b""
        assert known == [False]


@pytest.mark.skipif(not HAS_UNIX_SOCKETS, reason="no Unix sockets")
def test_a_socket_in_somebody_elses_folder_is_not_used(tmp_path, monkeypatch):
    found = place(tmp_path / "run", "notes-1", unix=True)
    with found.listen():
        uid = os.getuid()
        monkeypatch.setattr(os, "getuid", lambda: uid + 1)
        with pytest.raises(PermissionError):
            found.connect(1)


@pytest.mark.skipif(not HAS_UNIX_SOCKETS, reason="no Unix sockets")
def test_the_system_tells_who_is_at_the_other_end(tmp_path):
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other:
        assert peer_uid(one) == os.getuid()


def test_the_user_id_is_read_as_bsd_writes_it(monkeypatch):
    class Bsd:
        def getsockopt(self, level: int, name: int, length: int) -> bytes:
            assert (level, name) == (0, 1)
            return struct.pack("2I", 0, 501).ljust(length, b"\0")

    monkeypatch.delattr(socket, "SO_PEERCRED", raising=False)
    monkeypatch.setattr("sys.platform", "darwin")
    assert peer_uid(Bsd()) == 501
    monkeypatch.setattr("sys.platform", "sunos5")
    assert peer_uid(Bsd()) is None


def test_a_client_without_the_secret_is_not_let_in(tmp_path):
    found = place(tmp_path, "notes-1", unix=False)
    with found.listen() as listener:
        known = admitted(found, listener)
        port = listener.getsockname()[1]
        (tmp_path / "wrong.port").write_text(f"{port} {'00' * 32}\n")
        with pytest.raises(OSError):
            LoopbackPlace(tmp_path / "wrong.port").connect(5)
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(b"x" * 32)
        assert known in ([], [False])


def test_a_service_without_the_secret_is_told_nothing(tmp_path):
    received = []
    with socket.create_server(("127.0.0.1", 0)) as impostor:
        (tmp_path / "notes-1.port").write_text(f"{impostor.getsockname()[1]} {'ab' * 32}\n")

        def pose() -> None:
            connection, _ = impostor.accept()
            with connection:
                received.append(connection.recv(1000))
                connection.sendall(b"p" * 32)
                received.append(connection.recv(1000))

        thread = Thread(target=pose, daemon=True)
        thread.start()
        with pytest.raises(ConnectionRefusedError):
            place(tmp_path, "notes-1", unix=False).connect(5)
        thread.join(5)
    assert len(received[0]) == 32  # a random number
    assert received[1] == b""


@pytest.mark.parametrize("text", ["", "x y z", "port secret", "1"])
def test_a_damaged_port_file_is_as_none(tmp_path, text):
    (tmp_path / "notes-1.port").write_text(text)
    with pytest.raises(OSError):
        place(tmp_path, "notes-1", unix=False).connect(1)
