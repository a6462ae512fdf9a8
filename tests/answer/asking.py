"""Asking an index of a few notes: the program on fake engines, with a confidence that tests can count on."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from fake_app import Folder, fake_app, index

from assistant.answer.confidence.model import ConfidenceModel
from assistant.app import App, AskOutcome
from assistant.domain import Answer
from assistant.engines.fakes import FakeChat, FakeEmbedder
from assistant.engines.ports import Judge, Judgement
from assistant.settings import Settings

#: As sure as the judge is.
BY_LOGIT = ConfidenceModel(("logit",), (1.0,), 0.0, (0.0,), (1.0,), 0.5, (), "2026-01-01")

QUESTION = "When does the lighthouse beta start?"
DECISION = "Decision: the lighthouse beta starts on 14 September; decided by Priya."
MEETING = f"---\ndate: 2026-07-21\n---\n# Lighthouse release\n\nPriya opened the meeting.\n{DECISION}\nThe rest left.\n"
SOUP = "# Soup\n\nThe lentils simmer for 18 minutes.\nThen add the lemon juice and stir.\n"


class SaidJudge:
    """A judge to which what is ``said`` answers with its logit, wherever it stands, and is the short answer."""

    name = "said-judge"

    def __init__(self, said: Mapping[str, float]) -> None:
        self.texts: list[str] = []
        self._said = said

    def judge(self, question: str, texts: Sequence[str]) -> list[Judgement]:
        self.texts += texts
        return [self._judged(text) for text in texts]

    def _judged(self, text: str) -> Judgement:
        found = [(logit, text.rfind(part), part) for part, logit in self._said.items() if part in text]
        logit, at, part = max(found, default=(-6.0, 0, ""))
        return Judgement(logit, at, at + len(part), logit)


def notes(files: Mapping[str, str]) -> Folder:
    """A folder of notes."""
    folder = Folder(Path(tempfile.mkdtemp(prefix="notes-")) / "notes")
    for path, text in files.items():
        folder.write(path, text)
    return folder


def ready(
    folder: Folder,
    said: Mapping[str, float] | Judge,
    *,
    chat: FakeChat | None = None,
    settings: Settings | None = None,
) -> App:
    """The program over an index of ``folder``, with a judge, or one that believes in what is ``said``."""
    judge = SaidJudge(said) if isinstance(said, Mapping) else said
    home = folder.root.with_name("home")
    app = fake_app(folder.root, home, embedder=FakeEmbedder(), chat=chat, settings=settings)
    vars(app).update(confidence=BY_LOGIT, judge=judge)
    index(app)
    return app


def outcome(app: App, question: str = QUESTION, piped: str = "", least: float | None = None) -> AskOutcome:
    """One question, which nobody watches."""
    return app.ask(question, lambda _: None, piped, min_confidence=least)


def ask(app: App, question: str = QUESTION, piped: str = "", least: float | None = None) -> Answer:
    """The answer to one question."""
    return outcome(app, question, piped, least).answer


def sources(answer: Answer) -> list[tuple[int, str, int, int]]:
    """Each citation's number, path, first and last line."""
    return [(c.n, c.path, c.line_start, c.line_end) for c in answer.citations]


def reply(pattern: str, words: str) -> Callable[[str], str]:
    """What a chat model says of the numbered line of its prompt that holds ``pattern``."""

    def worded(prompt: str) -> str:
        numbers = [line.partition(" ")[0] for line in prompt.split("\n") if line.startswith("[") and pattern in line]
        return f"{numbers[0]} {words}" if numbers else "none"

    return worded
