"""Options that several ``assistant eval`` commands have."""

from pathlib import Path
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Results = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Per-question results.")]
Keep = Annotated[Path | None, typer.Option("--keep", metavar="DIR", help="Keep the index there and use it again.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Ask so many of the questions, the same ones every time.")]
