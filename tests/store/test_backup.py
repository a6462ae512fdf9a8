import hashlib
import io
import os
import shutil
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from makers import chunk, note, source

from assistant.errors import AssistantError, UsageError
from assistant.store.backup import (
    CATALOG,
    CONFIG,
    FORMAT,
    MANIFEST,
    SUMS,
    BackupManifest,
    is_name,
    make_fit,
    pack,
    read_manifest,
    snapshot,
    unpack,
)
from assistant.store.catalog import Catalog
from assistant.store.database import connect
from assistant.store.integrity import connected, damage


def quiet(_done: int, _total: int) -> None:
    pass


def manifest(*names: str, form: int = FORMAT) -> BackupManifest:
    return BackupManifest(form, "1.2.3", 1, "2026-03-01T00:00:00+00:00", "/notes", 2, 3, names)


def make(root: Path, contents: dict[str, bytes], form: int = FORMAT) -> Path:
    """A backup of a catalog and of these files of a config folder."""
    folder = root / "from"
    folder.mkdir()
    (folder / CATALOG).write_bytes(b"catalog" * 100)
    for name, content in contents.items():
        (folder / CONFIG / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / CONFIG / name).write_bytes(content)
    pack(root / "b.tar", manifest(*contents, form=form), folder)
    return root / "b.tar"


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def tar_of(root: Path, members: list[tuple[tarfile.TarInfo, bytes]], named: dict[str, bytes] | None = None) -> Path:
    """A tar file that somebody made by hand, with a manifest and hashes that fit ``named``, or else its members."""
    named = {info.name: data for info, data in members} if named is None else named
    file = make(root, {})
    with tarfile.open(file) as tar:
        text = tar.extractfile(MANIFEST).read()
    own = [name.removeprefix(CONFIG) for name in named if name != CATALOG]
    text = text.replace(b'"settings": []', f'"settings": {own!r}'.replace("'", '"').encode())
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in {MANIFEST: text, **named}.items())
    with tarfile.open(file, "w") as tar:
        for info, data in ((plain(SUMS), sums.encode()), (plain(MANIFEST), text), *members):
            info.size = len(data) if info.isreg() else 0
            tar.addfile(info, io.BytesIO(data))
    return file


def plain(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


@given(
    contents=st.dictionaries(
        st.sampled_from(["config.toml", "confidence.json", "prompts/answer/9.md", "models/größer.toml"]),
        st.binary(max_size=2000),
    )
)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_packed_is_what_is_unpacked(tmp_path_factory, contents):
    root = tmp_path_factory.mktemp("pack")
    file = make(root, contents)
    assert unpack(file, root / "to") == read_manifest(file) == manifest(*contents)
    assert held(root / "to") == {CATALOG: b"catalog" * 100} | {CONFIG + name: data for name, data in contents.items()}
    if os.name == "posix":
        files = [file, *(path for path in (root / "to").rglob("*") if path.is_file())]
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum")
def test_common_tools_read_and_check_it(tmp_path):
    file = make(tmp_path, {"config.toml": b"x = 1\n"})
    with tarfile.open(file) as tar:
        tar.extractall(tmp_path / "to", filter="data")
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", SUMS], check=False, cwd=tmp_path / "to", capture_output=True, text=True
    )
    assert (done.returncode, done.stdout.count("OK")) == (0, 3)


@given(place=st.floats(0, 1, exclude_max=True), other=st.integers(1, 255))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_changed_byte_is_found_or_changes_nothing(tmp_path_factory, place, other):
    root = tmp_path_factory.mktemp("flip")
    file = make(root, {"config.toml": b"[notes]\n" * 50})
    data = bytearray(file.read_bytes())
    data[int(place * len(data))] ^= other
    file.write_bytes(data)
    try:
        said = unpack(file, root / "to")
    except AssistantError as error:
        assert error.hint
    else:
        assert said == manifest("config.toml")
        assert held(root / "to") == {CATALOG: b"catalog" * 100, "config/config.toml": b"[notes]\n" * 50}


@pytest.mark.parametrize("share", [0, 0.01, 0.1, 0.2, 0.3, 0.5, 0.6])
def test_a_part_of_a_backup_is_none(tmp_path, share):
    file = make(tmp_path, {"config.toml": b"x" * 4000})
    with tarfile.open(file) as tar:
        last = tar.getmembers()[-1]
    whole = last.offset_data + last.size
    file.write_bytes(file.read_bytes()[: int(share * whole)])
    with pytest.raises(AssistantError) as refused:
        unpack(file, tmp_path / "to")
    assert (str(file) in refused.value.message, bool(refused.value.hint)) == (True, True)


@pytest.mark.parametrize(
    "info",
    [
        plain("/etc/passwd"),
        plain("../escaped"),
        plain("config/../../escaped"),
        plain("config/./config.toml"),
        plain("config/..\\escaped"),
        plain("config/C:escaped"),
        plain("config/.hidden"),
        plain("config/"),
        plain("elsewhere/config.toml"),
        plain("config/config.toml", tarfile.SYMTYPE, "/etc/passwd"),
        plain("config/config.toml", tarfile.LNKTYPE, CATALOG),
        plain("config/config.toml", tarfile.DIRTYPE),
        plain("config/config.toml", tarfile.FIFOTYPE),
        plain("config/config.toml", tarfile.CHRTYPE),
    ],
    ids=lambda info: f"{info.name} {info.type.decode()}",
)
def test_a_member_that_leads_elsewhere_or_is_no_file_is_refused(tmp_path, info):
    catalog = (plain(CATALOG), b"c")
    file = tar_of(tmp_path, [catalog, (info, b"x")], {CATALOG: b"c", info.name: b"x" if info.isreg() else b""})
    before = sorted(tmp_path.iterdir())
    with pytest.raises(AssistantError, match="damaged"):
        unpack(file, tmp_path / "to" / "here")
    assert [path for path in sorted(tmp_path.iterdir()) if path.name != "to"] == before
    assert not any(path.name in ("escaped", ".hidden") or path.is_symlink() for path in tmp_path.rglob("*"))


@pytest.mark.parametrize(
    ("members", "named"),
    [
        ([CATALOG, CATALOG], [CATALOG]),
        ([CATALOG, "config/config.toml"], [CATALOG]),
        ([CATALOG], [CATALOG, "config/config.toml"]),
        (["config/config.toml"], ["config/config.toml"]),
        ([], []),
    ],
    ids=["twice", "unnamed", "missing", "no catalog", "empty"],
)
def test_the_members_are_those_that_are_named(tmp_path, members, named):
    file = tar_of(tmp_path, [(plain(name), b"x") for name in members], dict.fromkeys(named, b"x"))
    with pytest.raises(AssistantError, match="damaged"):
        unpack(file, tmp_path / "to")


def test_a_hand_made_backup_with_the_right_hashes_is_one(tmp_path):
    named = {CATALOG: b"c", "config/config.toml": b"t"}
    file = tar_of(tmp_path, [(plain(name), data) for name, data in named.items()])
    unpack(file, tmp_path / "to")
    assert held(tmp_path / "to") == named


def test_what_is_no_backup_is_said_to_be_none(tmp_path):
    other = tmp_path / "photo.jpg"
    other.write_bytes(b"\xff\xd8" * 5000)
    with pytest.raises(AssistantError, match="not a backup"):
        read_manifest(other)
    with tarfile.open(tmp_path / "other.tar", "w") as tar:
        tar.add(other)
    with pytest.raises(AssistantError, match="not a backup"):
        read_manifest(tmp_path / "other.tar")
    with pytest.raises(UsageError, match="there is no backup"):
        read_manifest(tmp_path / "nothing.tar")


def test_a_backup_of_a_newer_program_is_said_to_be_one(tmp_path):
    with pytest.raises(AssistantError, match="newer version") as refused:
        unpack(make(tmp_path, {}, FORMAT + 1), tmp_path / "to")
    assert "update" in refused.value.hint


@pytest.mark.parametrize("name", ["", ".", "..", "/x", "a//b", "a/../b", "a\\b", "c:x", ".x", "a/.b", "a\nb", "a/"])
def test_no_name_leads_out_of_a_folder(name):
    assert not is_name(name)


#: Two tables that say the same after each transaction; the file grows, so that a copy takes several steps.
WRITER = """
import sys, apsw
db = apsw.Connection(sys.argv[1])
db.set_busy_timeout(10_000)
db.execute("create table a (n integer, filler blob); create table b (n integer, filler blob)")
n = 0
while True:
    with db:
        for table in "ab":
            db.execute(f"insert into {table} values (?, randomblob(4000))", (n,))
            db.execute(f"delete from {table} where n < ?", (n - 200,))
    n += 1
    if n == 50:
        print("on", flush=True)
"""


def test_a_snapshot_under_a_writer_is_of_one_moment(tmp_path, monkeypatch):
    monkeypatch.setattr("assistant.store.backup.PAGES", 20)
    file = tmp_path / "live.db"
    connect(file).close()
    with subprocess.Popen([sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE, text=True) as writer:
        try:
            assert writer.stdout.readline() == "on\n"
            newest = -1
            for turn in range(5):
                with connected(file) as live:
                    snapshot(live, tmp_path / f"{turn}.db", quiet)
                copy = apsw.Connection(str(tmp_path / f"{turn}.db"))
                (a,), (b,) = (copy.execute(f"select group_concat(n) from {table} order by n") for table in "ab")
                assert a == b
                assert copy.execute("pragma quick_check").get == "ok"
                last = copy.execute("select max(n) from a").get
                assert last > newest
                newest = last
                copy.close()
        finally:
            writer.kill()


def test_a_saved_catalog_is_made_fit_for_its_place(tmp_path):
    with connected(tmp_path / "catalog.db") as live:
        catalog = Catalog(live)
        catalog.put(note("a.md", chunk("One."), chunk("Two.")), source("a.md"))
        catalog.clear_lexical(catalog.pending_lexical())
        make_fit(live)
        assert len(catalog.pending_lexical()) == 2
    assert damage(tmp_path / "catalog.db") == ""
