"""Topics are called by their notes' titles, by the heading they share, or by who speaks and of what."""

from collections.abc import Mapping

from digest_notes import passages_of

from assistant.digest.lines import lines_of
from assistant.digest.model import Line
from assistant.digest.titles import title_of


def lines(notes: Mapping[str, str]) -> list[Line]:
    passages = passages_of(notes)
    return lines_of(passages)


def title(notes: Mapping[str, str], others: Mapping[str, str] | None = None) -> str:
    every = lines({**notes, **(others or {})})
    return title_of([line for line in every if line.evidence.path in notes], every, lambda *_: 1.0)


def test_titles_of_notes_name_a_topic() -> None:
    notes = {f"{name}.md": f"# {name}\n\nThe {name} was seen by Anna in Rome.\n" for name in ("Boat", "Harbour")}
    assert set(title(notes).split(", ")) == {"Boat", "Harbour"}


def test_many_titles_are_counted() -> None:
    notes = {
        f"{name}.md": f"# {name}\n\nThe {name} was seen.\n" for name in ("Boat", "Harbour", "Ship", "Mast", "Sail")
    }
    assert title(notes).endswith(" and 2 more")


def test_dates_are_no_titles() -> None:
    notes = {"2026-11-18.md": "# 2026-11-18\n\n## Garden\n\nThe apple tree was cut by Henrik in the rain today.\n"}
    assert title(notes) == "Garden"


CHATS = {
    "20260121_1000.txt": "Anna: The Greek yogurt is in the fridge.\nLi: Where is the Greek yogurt?\nAnna: There.\n",
    "20260122_1000.txt": "Ben: The tickets for the cinema cost 12 EUR.\nLi: I like the cinema.\nBen: So do I.\n",
    "20260123_1000.txt": "Cleo: The rent of the flat is due on Monday.\nLi: I paid the rent.\nCleo: Good.\n",
}


def test_a_chat_is_called_by_who_speaks_and_of_what() -> None:
    own = {"20260121_1000.txt": CHATS["20260121_1000.txt"]}
    named = title(own, CHATS)
    assert named.startswith("Anna: ") and "Greek yogurt" in named


def test_who_speaks_everywhere_names_nothing() -> None:
    for path, text in CHATS.items():
        assert "Li" not in title({path: text}, CHATS).partition(":")[0]


def test_chinese_words_are_whole() -> None:
    notes = {"20260121.md": "服务器使用消息队列。消息队列很快。我们的消息队列在北京。\n"}
    assert "消息队列" in title(notes)


def test_there_is_always_a_name() -> None:
    assert title({"1.txt": "Really, Weber paid 4,200 EUR yesterday.\n"})
