"""What all tests share."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def models_folder() -> Path:
    """Where the two embedded models are: ``ASSISTANT_TEST_MODELS``, or the checkout's own folder."""
    checkout = Path(__file__).parents[1]
    folder = Path(os.environ.get("ASSISTANT_TEST_MODELS") or checkout / ".home/data/models")
    for name in ("smollm2-135m", "minilm-l6"):
        if not (folder / name / "installed.json").is_file():
            pytest.fail(f"{folder / name} is missing: run `make models`")
    return folder
