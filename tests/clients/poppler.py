"""Fill a PDF in poppler, the engine of Evince and Okular."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.clients.entry import CannotFillError, Entry
from tests.clients.widgets import places
from tests.programs import python_with

SCRIPT = Path(__file__).with_name("poppler_fill.py")


def fill(blank: Path, out: Path, entries: Sequence[Entry]) -> None:
    """Put the entries into a copy of a blank."""
    job = {
        "blank": str(blank),
        "out": str(out),
        "entries": [
            {
                "page": widget.page,
                "x": widget.center[0],
                "y": widget.center[1],
                "text": entry.text,
                "words": dict(widget.options).get(entry.code or ""),
            }
            for entry, widget in places(blank, entries)
        ],
    }
    run = subprocess.run(
        [python_with("gi"), str(SCRIPT)],
        input=json.dumps(job).encode(),
        capture_output=True,
        check=False,
        timeout=120,
    )
    if run.returncode != 0 or not out.is_file():
        raise CannotFillError(run.stderr.decode("utf-8", "replace")[-2000:])
