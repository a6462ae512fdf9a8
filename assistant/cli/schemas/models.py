"""What ``assistant models`` prints."""

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from assistant.engines.installed import InstalledModel
    from assistant.engines.manifest import Manifest


class ModelReport(BaseModel):
    """A model: what its manifest says, and what is installed of it."""

    name: str
    role: Literal["chat", "embed", "reader", "rerank"]
    description: str
    recommended_for: str
    licence: str
    format: str
    ram_gb: float
    download_bytes: int = Field(description="0 when unknown")
    context_tokens: int = Field(description="of a chat model; else 0")
    dims: int = Field(description="of an embedder; else 0")
    sources: list[str]
    in_use: bool
    installed: bool
    folder: str | None = Field(description="null when it is not installed")
    installed_bytes: int


class ModelList(BaseModel):
    """``assistant models list --json`` and ``assistant models pull --json``."""

    models: list[ModelReport]


class RemoveReport(BaseModel):
    """``assistant models rm --json``."""

    name: str
    freed_bytes: int


class VerifyReport(BaseModel):
    """``assistant models verify --json``."""

    problems: dict[str, list[str]] = Field(description="by model; an empty list is a sound model")


def model_report(manifest: "Manifest", installed: "InstalledModel | None", *, in_use: bool) -> ModelReport:
    """A model as its manifest and its installation say."""
    return ModelReport(
        name=manifest.name,
        role=manifest.role.value,
        description=manifest.description,
        recommended_for=manifest.recommended_for,
        licence=manifest.licence,
        format=manifest.format.value,
        ram_gb=manifest.ram_gb,
        download_bytes=manifest.size,
        context_tokens=manifest.context_tokens,
        dims=manifest.dims,
        sources=[str(source) for file in manifest.files for source in file.sources],
        in_use=in_use,
        installed=installed is not None,
        folder=str(installed.folder) if installed else None,
        installed_bytes=installed.size if installed else 0,
    )
