"""A folder of notes and questions from pages that training never saw: to choose by, and to fit the confidence on.

    python -m training.faq_folder FAQ_FOLDER OUT

Writes ``OUT/notes`` and ``OUT/questions.jsonl``, one ``{id, vault, question, kind, answerable, gold, facts, answer}``
a line. A section that answers a question has the question for its heading, which gives the answer away; it gets a few
of the question's words, or its parent's heading. One page in six is left out, and its questions have no answer.
"""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from random import Random

from training.changes import is_telling
from training.faq import Asked, Faq, Section, is_held_out, load_faq
from training.records import share_of

LEFT_OUT = 1 / 6
_WORD = re.compile(r"\w[\w.'-]*")
_UNSAFE = re.compile(r"[^\w.-]+")


def folder(faq: Faq, out: Path) -> None:
    """Write the notes and the questions."""
    by_place = {(one.answer.page, one.answer.start_line): one for one in faq.asked}
    (out / "notes").mkdir(parents=True, exist_ok=True)
    with (out / "questions.jsonl").open("w", encoding="utf-8") as questions:
        for page in sorted(page for page in faq.pages if is_held_out(page)):
            there = share_of(f"left out {page}") >= LEFT_OUT
            name = _UNSAFE.sub("-", page.replace(".md", "")) + ".md"
            text, lines = _note(faq, page, by_place)
            if there:
                (out / "notes" / name).write_text(text, encoding="utf-8")
            for number, (one, gold) in enumerate(lines):
                row = {
                    "id": f"{name}:{number}",
                    "vault": "notes",
                    "question": one.question,
                    "kind": one.kind,
                    "language": one.language,
                    "answerable": there,
                    "gold": [{"path": name, "lines": list(gold)}] if there else [],
                    "facts": [],
                    "answer": one.answer.text,
                }
                questions.write(json.dumps(row, ensure_ascii=False) + "\n")


def _note(
    faq: Faq, page: str, by_place: Mapping[tuple[str, int], Asked]
) -> tuple[str, list[tuple[Asked, tuple[int, int]]]]:
    """The note's text, and for each question of the page the lines that answer it."""
    rng = Random(page)
    lines = [f"# {faq.title(page)}", ""]
    asked = []
    for section in faq.pages[page]:
        one = by_place.get((page, section.start_line))
        if heading := _heading(section, one, rng):
            lines += [f"## {heading}", ""]
        body = section.text.split("\n")
        if one:
            asked.append((one, (len(lines) + 1, len(lines) + len(body))))
        lines += [*body, ""]
    return "\n".join(lines), asked


def _heading(section: Section, one: Asked | None, rng: Random) -> str:
    if one is None:
        return section.heading
    words = [word for word in _WORD.findall(one.question) if is_telling(word.lower())]
    if words and rng.random() < 0.5:
        keep = sorted(rng.sample(range(len(words)), min(len(words), rng.choice((1, 2)))))
        return " ".join(words[i] for i in keep).capitalize()
    return one.under[-1] if one.under else ""


if __name__ == "__main__":
    folder(load_faq(Path(sys.argv[1])), Path(sys.argv[2]))
