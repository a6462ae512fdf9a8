"""What is left lying about, goes missing, or disagrees: found by the doctor, and put right or said in one error."""

import os
import shutil
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from fake_app import fake_app, index

from assistant.doctor import check_up
from assistant.errors import ExitCode, ModelBrokenError, ModelMissingError
from assistant.settings import Settings

posix = pytest.mark.skipif(os.name == "nt", reason="Unix sockets")


def test_lock_files_that_were_left_are_no_obstacle(world):
    for name in ("write.lock", "embed.lock", "backup.lock", "watch.lock"):
        (world.files / name).write_text("4194304")
    (world.lexical / ".tantivy-writer.lock").write_text("")
    world.folder.write("new.md", "The ferry leaves at noon.\n")
    assert world.run("index").code == 0
    assert world.run("backup", world.root / "b.tar").code == 0
    assert world.run("restore", world.root / "b.tar", "--force").code == 0
    assert world.unwell() == set()


@posix
def test_a_socket_that_nobody_listens_at_is_removed_and_one_in_use_is_not(world, monkeypatch):
    runtime = world.app.paths.runtime
    runtime.mkdir(parents=True)
    monkeypatch.chdir(runtime)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as dead, socket.socket(socket.AF_UNIX) as alive:
        dead.bind("dead.sock")
        alive.bind("alive.sock")
        alive.listen()
        dead.close()
        check = world.checks()["leftovers"]
        assert (check.state, "dead.sock" in check.detail, "alive.sock" in check.detail) == ("warning", True, False)
        world.run("doctor", "--repair")
    assert [path.name for path in runtime.iterdir()] == ["alive.sock"]


def test_what_a_killed_restore_left_is_removed(world):
    world.app.staging.mkdir()
    (world.app.staging / "catalog.db").write_bytes(b"half")
    assert world.unwell() == {"leftovers"}
    done = world.run("doctor", "--repair")
    assert "repaired: removed what a killed run had left" in done.err
    assert not world.app.staging.exists()
    assert world.unwell() == set()


@pytest.mark.parametrize(
    "statements",
    [
        ["delete from vectors_1 where chunk_id in (select id from chunks limit 2)"],
        ["delete from embeddings where text_hash in (select text_hash from chunks limit 2)"],
        ["delete from chunks where id in (select id from chunks limit 2)", "delete from lexical_outbox"],
    ],
    ids=["no entry", "no embedding", "no chunk"],
)
def test_vectors_that_disagree_with_the_catalog_are_put_right(world, statements):
    before = world.answers()
    world.change(*statements)
    assert "vector index" in world.unwell()
    done = world.run("doctor", "--repair")
    assert "repaired: the vectors agree with the catalog again: 2 passages" in done.err
    assert world.unwell() == set()
    world.run("index", "--rebuild")
    assert world.answers() == before


def test_vectors_of_another_kind_are_made_anew(world):
    before = world.answers()
    world.change("update embeddings set vector = zeroblob(length(vector))")
    assert world.unwell() == {"vectors"}
    done = world.run("doctor", "--repair")
    assert "repaired: the vectors were made anew" in done.err
    assert world.unwell() == set()
    assert world.answers() == before


def test_a_repair_of_what_is_well_does_nothing(world):
    rows, files = world.rows("select * from chunks"), sorted(world.root.rglob("*"))
    done = world.run("doctor", "--repair", "--json")
    assert '"repairs": []' in done.out
    assert (world.rows("select * from chunks"), sorted(world.root.rglob("*"))) == (rows, files)


def test_a_folder_that_is_away_is_no_reason_to_forget_it(world):
    before = world.answers()
    away = world.root / "away"
    world.folder.root.rename(away)
    for command in (["index"], ["ask", "Where do the boats lie?"], ["doctor", "--repair"], ["nightly"]):
        assert world.run(*command).code in (ExitCode.FAILED, ExitCode.USAGE, ExitCode.NOT_READY)
    found = world.run("search", "harbour")
    assert found.code == ExitCode.DONE
    assert "could not be read again" in found.err
    assert world.run("backup", world.root / "b.tar").code == ExitCode.DONE
    away.rename(world.folder.root)
    assert world.answers() == before
    assert world.unwell() == set()


@pytest.fixture
def models(tmp_path: Path, models_folder: Path) -> Path:
    """A home with a copy of the small models that this test may break."""
    models = tmp_path / "home" / "data" / "models"
    for name in ("minilm-l6", "judge-minilm"):
        shutil.copytree(models_folder / name, models / name)
    return models


def real(world, **changes: object):
    """The program on the models of its settings."""
    app = fake_app(world.folder.root, world.root / "home", settings=replace(Settings(), **changes))
    for engine in ("embedder", "reader", "chat"):
        vars(app).pop(engine)
    return app


@pytest.mark.models
@pytest.mark.parametrize("name", ["minilm-l6", "judge-minilm"])
def test_a_model_that_goes_away_or_is_cut_short_is_one_error_or_none_and_comes_back(models, world, name):
    first = real(world)
    index(first)
    found = first.ask("When does version 0.8 go out?", lambda _: None).answer
    assert found.citations
    folder = models / name
    largest = max((file for file in folder.iterdir()), key=lambda file: file.stat().st_size)
    whole = largest.read_bytes()
    largest.unlink()
    assert first.ask("When does version 0.8 go out?", lambda _: None).answer.citations == found.citations
    largest.write_bytes(whole[: len(whole) // 2])
    (check,) = [check for check in check_up(real(world)) if check.detail.startswith(name)]
    assert (check.state, check.hint) == ("failed", f"assistant models pull {name}")
    try:
        real(world).ask("When does version 0.8 go out?", lambda _: None)
    except (ModelBrokenError, ModelMissingError) as error:
        assert "assistant models pull" in error.hint
    largest.write_bytes(whole)
    assert real(world).ask("When does version 0.8 go out?", lambda _: None).answer.citations == found.citations


@pytest.mark.models
def test_a_model_whose_bytes_changed_is_one_error_and_the_hint_names_what_to_type(models, world):
    index(real(world))
    file = max((models / "judge-minilm").iterdir(), key=lambda file: file.stat().st_size)
    data = bytearray(file.read_bytes())
    data[100:4100] = b"\x00" * 4000
    file.write_bytes(data)
    with pytest.raises(ModelBrokenError) as broken:
        real(world).ask("When does version 0.8 go out?", lambda _: None)
    assert "assistant models" in broken.value.hint
