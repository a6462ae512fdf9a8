"""What all tests share."""

import os
import signal
from pathlib import Path

import pytest
from desks import Desk, make_desk
from hypothesis import settings

# A suite started in the background of a script inherits an ignored Ctrl-C, and would hand it on to what it runs.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says how busy the machine is, not whether the program is right.
# The suite draws the same examples everywhere, so that no change is refused for its luck; `make fuzz` draws others.
settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, print_blob=True)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def models_folder() -> Path:
    """Where the two embedded models are: ``ASSISTANT_TEST_MODELS``, or the checkout's own folder."""
    checkout = Path(__file__).parents[1]
    folder = Path(os.environ.get("ASSISTANT_TEST_MODELS") or checkout / ".home/data/models")
    for name in ("smollm2-135m", "minilm-l6", "e5-small", "judge-minilm", "judge-e5"):
        if not (folder / name / "installed.json").is_file():
            pytest.fail(f"{folder / name} is missing: run `make models`")
    return folder


@pytest.fixture(scope="session")
def ready_desk(models_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with both models and an index of the example notes; tests leave it as it is."""
    desk = make_desk(tmp_path_factory.mktemp("ready") / "desk", models_folder)
    for command in (("init", "notes"), ("index",)):
        done = desk.run(*command)
        assert done.returncode == 0, done.stderr
    return desk
