"""Ignore files: ``.gitignore`` and ``.assistantignore``, in any folder, in the syntax of git."""

from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

NAMES = (".gitignore", ".assistantignore")

_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The rules that hold in a folder; the deepest ignore file with something to say decides."""

    specs: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    @classmethod
    def of(cls, patterns: tuple[str, ...]) -> "IgnoreRules":
        """Rules for the whole folder."""
        return cls((("", _compile(list(patterns))),) if patterns else ())

    def within(self, folder: Path, prefix: str, names: list[str]) -> "IgnoreRules":
        """These rules with those of the ignore files ``names`` of ``folder``.

        ``prefix`` is the folder's own path relative to the root: empty, or ended by a slash.
        """
        lines = [line for name in NAMES if name in names for line in _lines(folder / name)]
        return IgnoreRules(((prefix, _compile(lines)), *self.specs)) if lines else self

    def hide(self, path: str) -> bool:
        """Whether ``path`` (relative to the root; a folder ends with a slash) is left out."""
        for prefix, spec in self.specs:
            include = spec.check_file(path[len(prefix) :]).include
            if include is not None:
                return include
        return False


def _lines(path: Path) -> list[str]:
    try:
        if not path.is_file() or path.stat().st_size > _MAX_BYTES:
            return []
        return path.read_text("utf-8-sig", errors="replace").splitlines()
    except OSError:
        return []


def _compile(lines: list[str]) -> GitIgnoreSpec:
    """A bad pattern loses its own line, not the others."""
    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return GitIgnoreSpec.from_lines([line for line in lines if _is_pattern(line)])


def _is_pattern(line: str) -> bool:
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
