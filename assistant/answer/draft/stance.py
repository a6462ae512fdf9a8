"""Yes or no, only where a sentence asserts or denies what is asked; else the sentence itself, and how things stand."""

from assistant.answer.draft.model import Draft, of_unit
from assistant.answer.draft.polarity import ASSERTS, is_said
from assistant.answer.draft.sentences import Stretch, best_stretch
from assistant.answer.question.parse import Question
from assistant.answer.reading.read import Read
from assistant.domain import State, UnitKind
from assistant.engines.ports import Judge
from assistant.language import language
from assistant.language.scripts import is_cjk

#: The judge's log odds from which a sentence is taken at its word.
SURE = 1.0

_NAMES = {
    State.OPEN: "Open task",
    State.ACTIVE: "In progress",
    State.CANCELLED: "Cancelled",
    State.STRUCK: "Struck out",
    State.PLANNED: "Planned",
    State.ASKED: "Asked",
}


def stance_draft(judge: Judge, question: Question, read: Read) -> Draft:
    """What the sentence that answers best makes of a yes-or-no question; of a task its mark says how things stand."""
    stretch = _of_a_task(question, best_stretch(judge, question, read.piece, 1), read)
    unit, words = stretch.unit, stretch.words
    is_told = question.coverage(f"{read.piece.head}\n{words}", read.piece.passage.language) >= ASSERTS
    sure = question.sure if unit.kind is UnitKind.TASK and is_told else None
    if unit.state in _NAMES:
        return Draft(
            question.form, f'{_NAMES[unit.state]}: "{unit.said}"', (of_unit(read.piece, unit),), read, sure=sure
        )
    word = _word(question, stretch, read, is_done=is_told and unit.state is State.DONE)
    answer = f'{word} - "{words}"' if word else words
    return Draft(question.form, answer, (stretch.quoted(read.piece),), read, short=word, sure=sure)


def _of_a_task(question: Question, stretch: Stretch, read: Read) -> Stretch:
    """Of a line that announces tasks the task that is asked about, whose mark says how it stands."""
    code, head = read.piece.passage.language, read.piece.head
    tasks = [unit for unit in stretch.rest if unit.kind is UnitKind.TASK]
    told = [unit for unit in tasks if question.coverage(f"{head}\n{unit.said}", code) >= ASSERTS]
    return Stretch(told[0], (), logit=stretch.logit) if len(told) == 1 else stretch


def _word(question: Question, stretch: Stretch, read: Read, *, is_done: bool) -> str:
    """Yes where the sentence says so or asserts all that is asked, no where it denies it, nothing where neither."""
    code, words = read.piece.passage.language, stretch.words
    table = language("en" if is_cjk(words) and not is_cjk(question.text) else code)
    is_yes = is_done or _is_yes(question, stretch, read.piece.head, code)
    return "" if is_yes is None else (table.yes if is_yes else table.no)[0].capitalize()


def _is_yes(question: Question, stretch: Stretch, head: str, code: str) -> bool | None:
    words, table = stretch.words, language(code)
    for is_yes, beginnings in ((True, table.yes), (False, table.no)):
        if any(_begins(words, word) for word in beginnings):
            return is_yes
    if stretch.logit < SURE:
        return None
    said = is_said(question, words, head, code)
    return None if said and _is_said_again(question, words) else said


def _is_said_again(question: Question, words: str) -> bool:
    """Whether a sentence asks or orders in the very words of "Did Per fix the gate?": "Ask Per to fix the gate"."""
    asked = question.text.split()
    plain = {word.strip(".,;:!?").casefold() for word in words.split()}
    return asked[:1] in (["Did"], ["did"]) and all(word.surface.casefold() in plain for word in question.words)


def _begins(text: str, word: str) -> bool:
    """Whether a text begins with a word that stands for itself: "Yes, it is", and not "No dogs are allowed"."""
    rest = text.removeprefix("A:").lstrip().casefold()
    return rest.startswith(word) and rest[len(word) : len(word) + 1] in (
        "",
        ",",
        ".",
        "!",
        ";",
        ":",
        "，",
        "。",
        "！",
        "：",
    )
