"""Retrieval test sets in three shapes, each ending as a folder of notes, questions, and which notes answer them."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from assistant.errors import UsageError

_SAFE = re.compile(r"[A-Za-z0-9_-]{1,80}")


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a corpus."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """The notes of a test set: those of ``folder``, or made of ``documents``."""

    folder: Path | None = None
    documents: tuple[Document, ...] = field(default=(), repr=False)

    def write_notes(self, folder: Path) -> Path:
        """The folder of notes; made of the documents in ``folder`` when the set has none of its own."""
        if self.folder is not None:
            return self.folder
        for document in self.documents:
            heading = f"# {' '.join(document.title.split())}\n\n" if document.title.strip() else ""
            (folder / note_path(document.id)).write_text(f"{heading}{document.text}\n", encoding="utf-8")
        return folder


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Questions by id, and for each the graded relevance (1 or more) of the notes that answer it, by path."""

    name: str
    questions: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, int]]
    corpus: Corpus


def note_path(document_id: str) -> str:
    """The file name of a document; ids that make no file name are hashed."""
    safe = _SAFE.fullmatch(document_id)
    return f"{document_id if safe else blake2b(document_id.encode(), digest_size=12).hexdigest()}.md"


def load_beir(folder: Path) -> RetrievalSet:
    """A BEIR folder: ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/test.tsv`` (Thakur et al. 2021)."""
    relevant: dict[str, dict[str, int]] = {}
    with shaped(folder):
        documents = tuple(
            Document(row["_id"], row.get("title", ""), row["text"]) for row in json_lines(folder / "corpus.jsonl")
        )
        with (folder / "qrels" / "test.tsv").open(encoding="utf-8", newline="") as lines:
            for query, document, score in list(csv.reader(lines, delimiter="\t"))[1:]:
                if int(score) > 0:
                    relevant.setdefault(query, {})[note_path(document)] = int(score)
        texts = {row["_id"]: row["text"] for row in json_lines(folder / "queries.jsonl")}
        return RetrievalSet(folder.name, {q: texts[q] for q in relevant}, relevant, Corpus(documents=documents))


def load_questions(file: Path, notes: Path) -> RetrievalSet:
    """JSON lines of ``{id, question, type, evidence}`` over a folder of notes.

    ``evidence`` names files by stem or by relative path; questions without any are left out.
    """
    paths = paths_by_name(notes)
    questions: dict[str, str] = {}
    relevant: dict[str, dict[str, int]] = {}
    with shaped(file):
        for row in json_lines(file):
            found = {paths[name]: 1 for name in row["evidence"] if name in paths}
            if found:
                questions[row["id"]] = row["question"]
                relevant[row["id"]] = found
    if not questions:
        raise UsageError(f"{file} names no evidence that is in {notes}", hint="name the notes with: --notes FOLDER")
    return RetrievalSet(file.stem, questions, relevant, Corpus(notes))


def load_squad(file: Path) -> RetrievalSet:
    """SQuAD JSON (Rajpurkar et al. 2018): every paragraph a note, every answerable question with its paragraph."""
    documents: list[Document] = []
    questions: dict[str, str] = {}
    relevant: dict[str, dict[str, int]] = {}
    with shaped(file):
        for document, qas in squad_paragraphs(file):
            documents.append(document)
            for qa in qas:
                if not qa.get("is_impossible"):
                    questions[qa["id"]] = qa["question"]
                    relevant[qa["id"]] = {note_path(document.id): 1}
    return RetrievalSet(file.stem, questions, relevant, Corpus(documents=tuple(documents)))


def paths_by_name(notes: Path) -> dict[str, str]:
    """The relative path of every file below ``notes``, by that path and by its stem."""
    paths: dict[str, str] = {}
    for path in sorted(notes.rglob("*")):
        if path.is_file():
            relative = path.relative_to(notes).as_posix()
            paths[path.stem] = paths[relative] = relative
    return paths


def squad_paragraphs(file: Path) -> Iterator[tuple[Document, list[dict[str, Any]]]]:
    """Every paragraph of a SQuAD file as a document, with its questions as the file has them."""
    for a, article in enumerate(json.loads(file.read_text(encoding="utf-8"))["data"]):
        title = article["title"].replace("_", " ")
        for p, paragraph in enumerate(article["paragraphs"]):
            yield Document(f"{a}-{p}", title, paragraph["context"]), paragraph["qas"]


def json_lines(file: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines; empty lines are passed over."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


@contextmanager
def shaped(source: Path) -> Iterator[None]:
    """Raise ``UsageError`` when a test set is not there or not in its shape."""
    try:
        yield
    except OSError as error:
        hint = "name a BEIR folder, a JSONL or a SQuAD file"
        raise UsageError(f"{error.filename}: {error.strerror}", hint=hint) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = "docs/evaluation.md shows the shapes"
        raise UsageError(f"{source} is not a test set of this shape: {error!r}", hint=hint) from error
