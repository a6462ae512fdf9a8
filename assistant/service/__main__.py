"""``python -m assistant.service FOLDER [--auto]``: the process that ``assistant service start`` starts."""

import os
import sys
from pathlib import Path

from assistant.errors import AssistantError


def main() -> int:
    """Be the service of a folder until it ends; returns the exit code. What it has to say stands in its log."""
    from assistant.service.lifecycle import run
    from assistant.settings import resolve
    from assistant.settings.paths import find_paths

    os.umask(0o077)
    paths = find_paths()
    try:
        resolved = resolve(paths.config_file, flags={"notes.folder": Path(sys.argv[1])})
        run(resolved, paths, auto="--auto" in sys.argv[2:])
    except AssistantError as error:
        return int(error.exit_code)
    return 0


if __name__ == "__main__":
    sys.exit(main())
