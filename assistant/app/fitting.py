"""Which embedding model a folder has where the settings leave it to its languages."""

from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.app.equipment import ENGLISH_EMBEDDER, ENGLISH_JUDGE, MANY_LANGUAGES_EMBEDDER, MANY_LANGUAGES_JUDGE
from assistant.app.located import Located
from assistant.settings import AUTO

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_NAME = "embedder.json"


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for a folder, the share of its text that is not in English, and whether that was told."""

    many_languages: bool
    foreign: float
    told: bool = False

    @property
    def model(self) -> str:
        """The model that fits."""
        return MANY_LANGUAGES_EMBEDDER if self.many_languages else ENGLISH_EMBEDDER


class Fitting(Located):
    """Chooses an embedder by the languages of the notes: one for English, or one for a hundred languages.

    The choice is kept beside the index, so that a search need not look at notes.
    """

    @cached_property
    def embed_model(self) -> str:
        """The embedding model's name; that of the other one as long as only that is installed."""
        fitting = self.fitting_embedder()
        if self.settings.models.embed == AUTO and self.installed(fitting) is None:
            others = {ENGLISH_EMBEDDER, MANY_LANGUAGES_EMBEDDER} - {fitting}
            return next((name for name in others if self.installed(name)), fitting)
        return fitting

    def fitting_embedder(self) -> str:
        """The model that the settings name, or the one that fits the folder, installed or not."""
        named = self.settings.models.embed
        return named if named != AUTO else self._choice().model

    def default_embedders(self) -> tuple[str, ...]:
        """What a pull of the defaults brings: the model that fits the folder, both as long as no folder is set."""
        if self.settings.models.embed == AUTO and self.settings.notes.folder is None:
            return ENGLISH_EMBEDDER, MANY_LANGUAGES_EMBEDDER
        # By the likeness of the second one pieces are judged as well, whatever finds them.
        return tuple(dict.fromkeys((self.fitting_embedder(), MANY_LANGUAGES_EMBEDDER)))

    def default_readers(self) -> tuple[str, ...]:
        """What judges pieces: the one of the settings, and what judges beside the English one in other languages."""
        named = self.settings.models.reader
        return (named, MANY_LANGUAGES_JUDGE) if named == ENGLISH_JUDGE else (named,)

    def reconsider_embedder(self, sizes: "Mapping[str, int]") -> bool:
        """Choose again, by how much text there is in each language; returns whether the choice is another one."""
        from assistant.index.languages import wants_many_languages

        if self.settings.models.embed != AUTO or not sizes:
            return False
        before = self._kept()
        now = _choice_of(sizes, wants_many_languages(sizes, bool(before and before.many_languages)))
        if before and before.many_languages == now.many_languages:
            return False
        self._keep(now)
        chosen_before = self.embed_model
        self.forget_embedder()
        return self.embed_model != chosen_before

    def forget_embedder(self) -> None:
        """Have the embedder be chosen and loaded again when it is next needed."""
        chosen_before = vars(self).pop("embed_model", None)
        if self.embed_model != chosen_before or vars(self).get("embedder", self) is None:
            vars(self).pop("embedder", None)

    def tell_choice(self) -> str:
        """What the user should know of a choice, once; empty when there is nothing to tell."""
        kept = self._kept() if self.settings.models.embed == AUTO else None
        if kept is None or kept.told or not kept.many_languages:
            return ""
        self._keep(replace(kept, told=True))
        said = f"{kept.foreign:.0%} of the text is not in English: {kept.model} knows its languages"
        # Where no model is installed at all, that is said anyway.
        return said if self.embed_model == kept.model else f"{said} (assistant models pull {kept.model})"

    def _choice(self) -> Choice:
        """What is kept, or what a look at some notes says."""
        from assistant.index.languages import sampled_languages, wants_many_languages

        if kept := self._kept():
            return kept
        if self.settings.notes.folder is None or not self.folder.is_dir():
            return Choice(many_languages=False, foreign=0.0)
        sizes = sampled_languages(self.folder, self.walk_rules())
        choice = _choice_of(sizes, wants_many_languages(sizes))
        if sizes and self.catalog_file.exists():
            self._keep(choice)
        return choice

    def _kept(self) -> Choice | None:
        import json

        if self.settings.notes.folder is None:
            return None
        try:
            return Choice(**json.loads((self.index_folder / FILE_NAME).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _keep(self, choice: Choice) -> None:
        from assistant.engines.files import make_folder, write_json

        write_json(make_folder(self.index_folder) / FILE_NAME, asdict(choice))


def _choice_of(sizes: "Mapping[str, int]", many_languages: bool) -> Choice:
    whole = sum(sizes.values())
    foreign = 1 - sizes.get("en", 0) / whole if whole else 0.0
    return Choice(many_languages, round(foreign, 4))
