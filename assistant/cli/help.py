"""``assistant help``: pages on one matter each, and the manual page."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.complete import topics as complete_topics
from assistant.cli.session import Session
from assistant.errors import UsageError

#: The manual page is made, not kept.
MAN = "man"


def help_(
    context: typer.Context,
    topic: Annotated[
        str, typer.Argument(metavar="[TOPIC]", help="A topic, or man for the manual.", autocompletion=complete_topics)
    ] = "topics",
) -> None:
    """Show a page on a topic, or list them.

    Example: assistant help search
    """
    session = Session.of(context)
    if topic == MAN:
        from assistant.cli.manual import manual

        session.output.line(manual(context.find_root().command).rstrip("\n"))
        return
    pages = found_pages()
    if topic == "topics":
        for name, title in sorted((name, _title(page)) for name, page in pages.items()):
            session.output.line(f"{name:<14} {title}")
        session.output.line(f"{MAN:<14} The manual: assistant help man | man -l -")
        return
    if topic not in pages:
        from difflib import get_close_matches

        close = get_close_matches(topic, pages, n=1)
        hint = f"assistant help {close[0]}" if close else "assistant help topics"
        raise UsageError(f"no such topic: {topic}", hint=hint)
    text = pages[topic].read_text(encoding="utf-8")
    if session.output.is_terminal:
        from rich.markdown import Markdown

        session.output.console.print(Markdown(text))
    else:
        session.output.line(text.rstrip("\n"))


def found_pages() -> dict[str, Path]:
    """The pages that came with the program, by topic."""
    from assistant.settings.paths import shipped

    return {page.stem: page for page in sorted(shipped("docs").glob("*.md"))}


def _title(page: Path) -> str:
    return page.read_text(encoding="utf-8").lstrip().partition("\n")[0].lstrip("# ").strip()
