"""The models, prompts and fits that one set of settings names, each loaded when it is first needed."""

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.errors import ModelMissingError, NotReadyError
from assistant.settings import AUTO, Settings
from assistant.settings.paths import Paths, shipped

if TYPE_CHECKING:
    from assistant.answer.confidence.model import ConfidenceModel
    from assistant.engines.installed import InstalledModel
    from assistant.engines.manifest import Manifest
    from assistant.engines.model_store import ModelStore
    from assistant.engines.ports import Chat, Embedder, Judge, Reader, Reranker
    from assistant.engines.speeds import PromptSpeeds
    from assistant.prompts import PromptLibrary
    from assistant.retrieve.rerank import Reranking
    from assistant.retrieve.rewrite import Rewriter


#: What embeds notes in English, and notes in any of a hundred languages, where the settings leave it open.
ENGLISH_EMBEDDER, MANY_LANGUAGES_EMBEDDER = "minilm-l6", "e5-small"
#: What judges pieces in English, and in other languages; the second one reads the other embedder's vocabulary. Its log
#: odds tell less: in the fitted order of pieces they count so much of what the first one's count.
ENGLISH_JUDGE, MANY_LANGUAGES_JUDGE, MANY_LANGUAGES_SCALE = "judge-minilm", "judge-e5", 0.57


class Equipment:
    """What a program with these settings works with. A model that is not installed is ``None``, or raises."""

    def __init__(self, settings: Settings, paths: Paths) -> None:
        self.settings = settings
        self.paths = paths

    @cached_property
    def manifests(self) -> "dict[str, Manifest]":
        """Every model that is known by name: shipped ones, then the user's own."""
        from assistant.engines.manifest import load_manifests

        return load_manifests([shipped("models"), self.paths.config / "models"])

    @cached_property
    def models(self) -> "ModelStore":
        """The installed models."""
        from assistant.engines.model_store import ModelStore

        return ModelStore(self.paths.models_folder)

    @cached_property
    def prompts(self) -> "PromptLibrary":
        """The prompts: shipped ones, then the user's own."""
        from assistant.prompts import PromptLibrary

        return PromptLibrary([shipped("prompts"), self.paths.config / "prompts"])

    @cached_property
    def embedder(self) -> "Embedder | None":
        """The embedder of the settings, or nothing when it is not installed."""
        return self._load_embedder(self.embed_model)

    @cached_property
    def embed_model(self) -> str:
        """The embedding model's name."""
        named = self.settings.models.embed
        return ENGLISH_EMBEDDER if named == AUTO else named

    @cached_property
    def other_embedders(self) -> "dict[str, Embedder]":
        """Embedders that are not the settings' own and were asked for, by their models' names."""
        return {}

    def embedder_named(self, name: str) -> "Embedder | None":
        """The embedder of a model, or nothing when it is not installed, no longer known or damaged."""
        if name == self.embed_model:
            return self.embedder
        if name not in self.other_embedders and name in self.manifests:
            with suppress(NotReadyError):
                if embedder := self._load_embedder(name):
                    self.other_embedders[name] = embedder
        return self.other_embedders.get(name)

    def _load_embedder(self, name: str) -> "Embedder | None":
        from assistant.engines.load import Hardware, load_embedder

        engine = self.settings.engine
        manifest, installed = self.manifest(name), self.installed(name)
        if installed is None:
            return None
        return load_embedder(installed, manifest, Hardware(engine.threads, engine.gpu_layers))

    @cached_property
    def reader(self) -> "Reader | None":
        """The reader of the settings, or nothing when none is named or it is not installed."""
        return self._load_reader(self.settings.models.reader)

    def _load_reader(self, name: str) -> "Reader | None":
        from assistant.engines.load import Hardware, load_reader

        if not name:
            return None
        engine, manifest, installed = self.settings.engine, self.manifest(name), self.installed(name)
        if installed is None:
            return None
        return load_reader(installed, manifest, Hardware(engine.threads, engine.gpu_layers))

    @cached_property
    def judge(self) -> "Judge | None":
        """What tells which pieces of notes answer a question, or nothing when there is no model for it."""
        from assistant.engines.other_judges import JudgeByLanguage, judge_of

        if self.reader is None:
            return None
        return JudgeByLanguage(judge_of(self.reader), lambda: self.judge_of_many_languages)

    @cached_property
    def judge_of_many_languages(self) -> "Judge | None":
        """The judge that was trained for them, or one by the embedder's similarities where it is not installed."""
        from assistant.engines.other_judges import ScaledJudge, judge_of

        if self.installed(MANY_LANGUAGES_JUDGE) is None:
            return self._judge_by_nearness()
        reader = self._load_reader(MANY_LANGUAGES_JUDGE)
        return ScaledJudge(judge_of(reader), MANY_LANGUAGES_SCALE) if reader else None

    @cached_property
    def judge_with_nearness(self) -> "Judge | None":
        """The judge, beside the likeness of question and text: the two err at different pieces."""
        from assistant.engines.other_judges import JudgeWithNearness

        by_likeness = self._judge_by_nearness()
        return JudgeWithNearness(self.judge, by_likeness) if self.judge and by_likeness else self.judge

    def _judge_by_nearness(self) -> "Judge | None":
        """A judge by the similarities of the embedder of many languages, or nothing when that is not installed."""
        from assistant.engines.other_judges import EmbedderJudge, Nearness

        manifest = self.manifest(MANY_LANGUAGES_EMBEDDER)
        embedder = self.embedder_named(manifest.name)
        if embedder is None or not manifest.similarity_slope:
            return None
        nearness = Nearness(manifest.similarity_even, manifest.similarity_slope)
        return EmbedderJudge(manifest.name, embedder, nearness)

    @cached_property
    def reranking(self) -> "Reranking | None":
        """Reranking as the settings want it, by the reranker or the judge that they name; nothing without time."""
        from assistant.retrieve.rerank import Reranking, mixed_by_odds

        name, engine = self.settings.models.rerank, self.settings.engine
        budget_ms = self.settings.search.rerank_budget_ms
        memory = self.paths.cache / "rerankers" / f"{name}.json"
        if not (name and budget_ms):
            return None
        if name == self.settings.models.reader:
            return Reranking(self._judging, budget_ms, memory, mix=mixed_by_odds) if self.judge else None
        from assistant.engines.load import Hardware, load_reranker

        manifest, installed = self.manifest(name), self.installed(name)
        if installed is None:
            return None
        hardware = Hardware(engine.threads, engine.gpu_layers)
        return Reranking(lambda: load_reranker(installed, manifest, hardware), budget_ms, memory)

    def _judging(self) -> "Reranker":
        from assistant.engines.other_judges import JudgeReranker

        assert self.judge is not None
        return JudgeReranker(self.judge)

    @cached_property
    def rewriter(self) -> "Rewriter | None":
        """What says a question in other words, where the settings want it. Raises ``ModelMissingError``."""
        if self.settings.search.rewrite == "off":
            return None
        from assistant.retrieve.rewrite import rewrite

        chat, prompt = self.chat, self.prompts.get("rewrite")
        return lambda question: rewrite(question, chat, prompt)

    @cached_property
    def chat(self) -> "Chat":
        """The chat model of the settings. Raises ``ModelMissingError``."""
        from assistant.engines.load import Hardware, load_chat

        name = self.settings.models.chat
        manifest, installed = self.manifest(name), self.installed(name)
        if installed is None:
            raise ModelMissingError(f"the chat model {name} is not installed", hint=f"assistant models pull {name}")
        engine = self.settings.engine
        return load_chat(installed, manifest, Hardware(engine.threads, engine.gpu_layers), engine.context)

    def manifest(self, name: str) -> "Manifest":
        """The manifest of a model. Raises ``UsageError`` with a suggestion when there is none."""
        from assistant.engines.manifest import find_manifest

        return find_manifest(self.manifests, name)

    def installed(self, name: str) -> "InstalledModel | None":
        """What is installed under a model's name."""
        return self.models.installed(name)

    @cached_property
    def confidence(self) -> "ConfidenceModel":
        """What confidence is computed with: the user's own fit, or the one that ships."""
        from assistant.answer.confidence.model import FILE_NAME, SHIPPED, load_confidence

        own = self.paths.config / FILE_NAME
        return load_confidence(own if own.exists() else SHIPPED)

    @cached_property
    def prompt_speeds(self) -> "PromptSpeeds":
        """How fast chat models read prompts here."""
        from assistant.engines.speeds import PromptSpeeds

        return PromptSpeeds(self.paths.cache / "speeds.json")
