from assistant.domain import FileState
from assistant.index.plan import RACY_NS, UNSETTLED, Vanished, plan, settled_mtime
from assistant.store.catalog import CatalogNote


def on_disk(*files: FileState) -> dict[str, FileState]:
    return {file.path: file for file in files}


def known(path: str, size: int = 1, mtime_ns: int = 1, content_hash: str = "h", recipe: str = "r") -> CatalogNote:
    return CatalogNote(1, path, size, mtime_ns, content_hash, recipe)


def test_nothing_changed():
    changes = plan(on_disk(FileState("a.md", 1, 1)), {"a.md": known("a.md")}, "r")
    assert (changes.read, changes.gone, changes.unchanged) == ((), (), 1)


def test_size_time_and_recipe_each_call_for_a_read():
    for file, recipe in [
        (FileState("a.md", 2, 1), "r"),
        (FileState("a.md", 1, 2), "r"),
        (FileState("a.md", 1, 1), "s"),
    ]:
        assert plan(on_disk(file), {"a.md": known("a.md")}, recipe).read == (file,)


def test_new_and_gone():
    changes = plan(on_disk(FileState("b.md", 1, 1)), {"a.md": known("a.md")}, "r")
    assert [file.path for file in changes.read] == ["b.md"]
    assert changes.gone == ("a.md",)


def test_a_rename_is_recognised_by_content_once_and_prefers_the_same_file_name():
    vanished = Vanished([known("x/other.md"), known("x/same.md"), known("x/odd.md", content_hash="z")])
    assert vanished.take_source("h", "y/same.md") == "x/same.md"
    assert vanished.take_source("h", "y/same.md") == "x/other.md"
    assert vanished.take_source("h", "y/same.md") is None
    assert vanished.take_source("new", "y/same.md") is None
    assert list(vanished) == ["x/odd.md"]


def test_a_file_written_about_when_it_was_read_is_read_again():
    for age in (0, RACY_NS - 1, 1 - RACY_NS):
        assert settled_mtime(10**18, 10**18 + age) == UNSETTLED
    for age in (RACY_NS, -RACY_NS):
        assert settled_mtime(10**18, 10**18 + age) == 10**18
    assert plan(on_disk(FileState("a.md", 1, 1)), {"a.md": known("a.md", mtime_ns=UNSETTLED)}, "r").read
