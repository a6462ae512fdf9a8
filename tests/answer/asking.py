"""Asking an index of a few notes: the program on fake engines, with a confidence that tests can count on."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from fake_app import Folder, fake_app, index

from assistant.answer.confidence import ConfidenceModel
from assistant.answer.evidence import Question
from assistant.app import App, AskOutcome
from assistant.domain import Answer, Hit, Passage
from assistant.engines.fakes import FakeChat, FakeEmbedder, FakeReader
from assistant.lexical.analysis import analyze_query
from assistant.settings import Settings

#: Sure of everything, but what the reader believes to have no answer.
BY_MARGIN = ConfidenceModel(("looked",), (1.0,), 0.0, (0.0,), (1.0,), 0.5, (), "2026-01-01")

QUESTION = "When does the lighthouse beta start?"
DECISION = "Decision: the lighthouse beta starts on 14 September; decided by Priya."
MEETING = f"---\ndate: 2026-07-21\n---\n# Lighthouse release\n\nPriya opened the meeting.\n{DECISION}\nThe rest left.\n"
SOUP = "# Soup\n\nThe lentils simmer for 18 minutes.\nThen add the lemon juice and stir.\n"


def notes(files: Mapping[str, str]) -> Folder:
    """A folder of notes."""
    folder = Folder(Path(tempfile.mkdtemp(prefix="notes-")) / "notes")
    for path, text in files.items():
        folder.write(path, text)
    return folder


def ready(
    folder: Folder,
    said: Mapping[str, float] | FakeReader | None = None,
    *,
    chat: FakeChat | None = None,
    settings: Settings | None = None,
) -> App:
    """The program over an index of ``folder``, with a reader, or one that finds what is ``said``."""
    reader = said if isinstance(said, FakeReader) else FakeReader(said)
    home = folder.root.with_name("home")
    app = fake_app(folder.root, home, embedder=FakeEmbedder(), chat=chat, reader=reader, settings=settings)
    vars(app)["confidence"] = BY_MARGIN
    index(app)
    return app


def without_reader(app: App) -> App:
    """The same program as it is when no reader is installed."""
    vars(app)["reader"] = None
    return app


def outcome(app: App, question: str = QUESTION, piped: str = "", least: float | None = None) -> AskOutcome:
    """One question, which nobody watches."""
    return app.ask(question, lambda _: None, piped, min_confidence=least)


def ask(app: App, question: str = QUESTION, piped: str = "", least: float | None = None) -> Answer:
    """The answer to one question."""
    return outcome(app, question, piped, least).answer


def sources(answer: Answer) -> list[tuple[int, str, int, str]]:
    """Each citation's number, path, first line and quote."""
    return [(c.n, c.path, c.line_start, c.quote) for c in answer.citations]


def asked(text: str) -> Question:
    """A question whose words weigh the same."""
    words = tuple(word for word in analyze_query(text, ("en", "de", "zh")) if word.weight > 0)
    return Question(text, words, (1 / len(words),) * len(words) if words else ())


def hits(*passages: Passage) -> list[Hit]:
    """Passages as a search returns them, equally good."""
    return [Hit(passage, 1.0) for passage in passages]


class Watched(FakeReader):
    """A reader that remembers the passages it was given."""

    def __init__(self, said: Mapping[str, float] | None = None) -> None:
        super().__init__(said)
        self.passages: list[str] = []

    def read(self, question, passages, max_answer_tokens=30, breaks=()):
        self.passages += passages
        return super().read(question, passages, max_answer_tokens, breaks)
