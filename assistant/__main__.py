"""`python -m assistant`."""

import sys


def main() -> None:
    """Entry point; from the first import on, an interrupt ends it quietly."""
    try:
        from assistant.cli.main import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
