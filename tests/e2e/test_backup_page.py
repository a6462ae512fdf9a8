"""What the page on backups shows is what comes out."""

import re
import shutil
from pathlib import Path

import pytest
from desks import make_desk

from assistant.cli.schemas.backup import BackupReport, RestoreReport

PAGE = (Path(__file__).parents[2] / "docs" / "backup.md").read_text(encoding="utf-8")
TRANSCRIPT = PAGE.partition("```console\n")[2].partition("```")[0]
SHOWN = re.findall(r"(?ms)^\$ ([^\n]*)\n(.*?)(?=^\$ |\Z)", TRANSCRIPT)


def settled(said: str) -> str:
    """Without what differs from one time and machine to the next."""
    return re.sub(r"[\d.]+ MB|as of \S+", "...", said).strip()


@pytest.mark.skipif(not Path("/usr/bin/sha256sum").exists(), reason="no sha256sum")
def test_the_transcript_is_what_comes_out(tmp_path: Path):
    desk = make_desk(tmp_path / "desk")
    for command in (("init", "notes"), ("index",)):
        assert desk.run(*command).returncode == 0
    assert len(SHOWN) == 4
    for command, shown in SHOWN:
        done = desk.shell(command)
        assert settled((done.stdout + done.stderr).replace(str(desk.root), "/home/me")) == settled(shown)


def test_a_new_machine_knows_the_folder_from_the_backup(tmp_path: Path):
    desk = make_desk(tmp_path / "desk")
    for command in (("init", "notes"), ("index",), ("backup", "notes.tar")):
        assert desk.run(*command).returncode == 0
    shutil.rmtree(desk.root / "home")
    done = desk.run("restore", "notes.tar", "--json")
    assert done.returncode == 0, done.stderr
    report = RestoreReport.model_validate_json(done.stdout, strict=True)
    assert (report.folder, report.notes, report.settings, report.behind) == (str(desk.notes), 55, ["config.toml"], 0)
    assert "lentil-soup.md" in desk.run("search", "lentils").stdout
    done = desk.run("backup", "notes.tar", "--force", "--json")
    assert BackupReport.model_validate_json(done.stdout, strict=True).notes == 55
    assert desk.run("restore", "notes.tar", "-f", "--quiet").stderr == ""
