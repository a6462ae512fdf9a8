from assistant.domain import FileState
from assistant.index.plan import find_source, plan
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


def test_a_rename_is_recognised_by_content_and_prefers_the_same_file_name():
    gone = {p: known(p) for p in ("x/other.md", "x/same.md")} | {"x/odd.md": known("x/odd.md", content_hash="z")}
    assert find_source("h", gone, "y/same.md") == "x/same.md"
    assert find_source("z", gone, "y/same.md") == "x/odd.md"
    assert find_source("new", gone, "y/same.md") is None
