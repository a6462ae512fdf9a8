"""From a manifest to a folder that is ready to be put into the store: fetch, convert, record."""

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.engines import e5_int8, minilm_int8
from assistant.engines.download import Downloader
from assistant.engines.e5_int8 import convert_e5
from assistant.engines.fetch import Fetcher
from assistant.engines.files import check_space, full_disk_is_an_error, make_folder, sha256_of, write_json
from assistant.engines.installed import RECORD, Downloaded, InstalledModel, StoredFile, recipe_of
from assistant.engines.manifest import Arrival, Manifest, ModelFile
from assistant.engines.minilm_int8 import convert_minilm
from assistant.engines.progress import OnProgress, Progress
from assistant.engines.requantize import requantize


@dataclass(frozen=True, slots=True)
class _Made:
    """What a step made, by the name of the step, and the file that it was made from, which is not kept."""

    by: str = ""
    files: tuple[str, ...] = ()
    source: str = ""


def bring(manifest: Manifest, staging: Path, downloader: Downloader, on_progress: OnProgress) -> Path:
    """Make the model's folder below ``staging`` and return it; what an earlier try fetched is used again.

    Raises ``DownloadError``; ``ModelBrokenError`` when a conversion does not do what it should.
    """
    downloads = _fetch_all(manifest, make_folder(staging), downloader, on_progress)
    ready = staging / "ready"
    shutil.rmtree(ready, ignore_errors=True)
    make_folder(ready)
    size = sum(file.size for file in downloads)
    check_space(downloader.disk, staging, size if manifest.convert or manifest.requantize else 0, manifest.name)
    with full_disk_is_an_error(downloader.disk, staging, size, manifest.name):
        made = _convert(manifest, staging, ready, on_progress)
        for file in downloads:
            if file.name != made.source:
                (staging / file.name).replace(ready / file.name)
        _record(manifest, ready, downloads, made)
    return ready


def _fetch_all(manifest: Manifest, staging: Path, downloader: Downloader, on_progress: OnProgress) -> list[Downloaded]:
    """Fetch what is not here yet, noting each file once it is, so that an interruption costs one file at most."""
    note = staging / "fetched.json"
    here = _noted(note)
    fetcher = Fetcher(staging, downloader, on_progress)
    downloads: list[Downloaded] = []
    for file in manifest.files:
        kept = here.get(file.name)
        fetched = kept if kept and _still_fits(kept, file, staging) else fetcher.fetch(file)
        downloads.append(fetched)
        write_json(note, [asdict(entry) for entry in downloads])
    return downloads


def _noted(note: Path) -> dict[str, Downloaded]:
    try:
        entries = [Downloaded(**entry) for entry in json.loads(note.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return {}
    return {entry.name: entry for entry in entries}


def _still_fits(kept: Downloaded, file: ModelFile, staging: Path) -> bool:
    path = staging / kept.name
    wanted = file.sha256 or kept.sha256
    from_there = kept.source in {str(source) for source in file.sources}
    return from_there and path.is_file() and wanted == kept.sha256 == sha256_of(path)


def _convert(manifest: Manifest, staging: Path, ready: Path, on_progress: OnProgress) -> _Made:
    """Run the manifest's step."""
    if manifest.convert:
        on_progress(Progress("converting to int8"))
    match manifest.convert:
        case Arrival.MINILM_INT8:
            convert_minilm(staging, ready / "model.onnx")
            return _Made(manifest.convert.value, ("model.onnx",), minilm_int8.SOURCE)
        case Arrival.E5_INT8:
            convert_e5(staging, ready)
            return _Made(manifest.convert.value, e5_int8.MADE, e5_int8.SOURCE)
    if manifest.requantize:
        on_progress(Progress(f"requantizing to {manifest.requantize}"))
        reason = requantize(staging / "model.gguf", ready / "model.gguf", manifest.requantize)
        if not reason:
            return _Made(manifest.requantize.value, ("model.gguf",), "model.gguf")
        on_progress(Progress(f"kept as it is, which is slower: {reason}"))
    return _Made()


def _record(manifest: Manifest, ready: Path, downloads: list[Downloaded], made: _Made) -> None:
    known = {file.name: file.sha256 for file in downloads if file.name not in made.files}
    files = []
    for path in sorted(ready.iterdir()):
        path.chmod(0o600)
        sha256 = known.get(path.name) or sha256_of(path)
        files.append(StoredFile(path.name, sha256, path.stat().st_size, made.by if path.name in made.files else ""))
    model = InstalledModel(
        name=manifest.name,
        folder=ready,
        recipe=recipe_of(manifest),
        installed_at=datetime.now(UTC).isoformat(timespec="seconds"),
        files=tuple(files),
        downloads=tuple(downloads),
    )
    write_json(ready / RECORD, model.record())
