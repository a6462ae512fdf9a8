"""What ``assistant config`` and ``assistant init`` print."""

from typing import Any

from pydantic import BaseModel, Field


class SettingReport(BaseModel):
    """One setting."""

    key: str = Field(description="dotted name: section and key")
    value: int | str | list[str] | None = Field(description="the value in force")
    source: str = Field(description="default, file, environment or flag")
    origin: str = Field(description="the config file or the environment variable; empty otherwise")


class ConfigReport(BaseModel):
    """``assistant config --json``."""

    file: str = Field(description="the config file, whether it exists or not")
    settings: list[SettingReport]


class ChangeReport(BaseModel):
    """One setting that was written; ``before`` is null when the file did not have it."""

    key: str
    before: Any
    after: int | str | list[str]


class WriteReport(BaseModel):
    """``assistant init --json`` and ``assistant config set --json``."""

    file: str = Field(description="the config file that was written")
    changes: list[ChangeReport] = Field(description="settings whose value is another than before")


class PathsReport(BaseModel):
    """``assistant config path --json``."""

    config: str = Field(description="the config file, whether it exists or not")
    data: str
    cache: str
    runtime: str
    log: str
