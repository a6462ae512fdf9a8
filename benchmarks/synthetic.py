"""Made-up English notes, the same for the same seed: to measure speed on, not quality."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

PEOPLE = "Anna Tom Priya Lukas Mei Omar Sofia Jonas Ines Viktor".split()
TAGS = "work home garden reading health travel money ideas".split()
NOUNS = """plan report roof boiler bicycle recipe garden invoice meeting budget release ticket train window letter
station harvest printer archive library kitchen coffee tomato sensor battery router backup keyboard contract deadline
lecture chapter museum passport suitcase blanket lantern compass bridge river mountain forest island harbour
market bakery studio theatre concert violin camera sketch canvas pottery notebook pencil ladder hammer engine
""".split()
VERBS = "checked moved ordered cancelled repaired planned paid wrote called cleaned measured sold found lost".split()
ENDINGS = """before Friday, for the second time, with the old tools, on the phone, at the station, as we said in spring,
because the first one was late, and it took the whole day, for {number} euros""".replace("\n", " ").split(", ")

FIRST_DAY = date(2020, 1, 1)
FOLDERS = 40


def sentence(source: random.Random) -> str:
    """A sentence of about ten words."""
    ending = source.choice(ENDINGS).format(number=source.randrange(3, 900))
    noun, other = source.sample(NOUNS, 2)
    return f"{source.choice(PEOPLE)} {source.choice(VERBS)} the {noun} from the {other} {ending}."


def text(source: random.Random, sentences: int) -> str:
    """A paragraph."""
    return " ".join(sentence(source) for _ in range(sentences))


def note(source: random.Random, number: int) -> str:
    """A Markdown note of about 500 bytes: front matter, a title, two sections, a list, a link and tags."""
    day = FIRST_DAY + timedelta(days=number % 2000)
    title = " ".join(source.sample(NOUNS, 3)).capitalize()
    items = "\n".join(f"- {sentence(source)}" for _ in range(2))
    return (
        f"---\ndate: {day}\ntags: [{source.choice(TAGS)}]\n---\n# {title}\n\n{text(source, 3)}\n\n"
        f"## Next\n\n{items}\n\nSee [[note {source.randrange(number + 1)}]] #{source.choice(TAGS)}\n"
    )


def write_notes(folder: Path, count: int, seed: int = 0) -> None:
    """Write ``count`` notes into folders below ``folder``."""
    source = random.Random(seed)
    for number in range(count):
        file = folder / f"folder {number % FOLDERS}" / f"note {number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(note(source, number), encoding="utf-8")


def passages(count: int, sentences: int, seed: int = 0) -> Iterator[str]:
    """Paragraphs of a given number of sentences, no two alike."""
    source = random.Random(seed)
    return (text(source, sentences) for _ in range(count))
