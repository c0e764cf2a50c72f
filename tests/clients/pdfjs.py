"""Fill a PDF in pdf.js, the engine of Firefox."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from formgen.model.slot import SlotKind
from tests.clients.entry import CannotFillError, Entry
from tests.clients.widgets import places
from tests.programs import node_module, program

SCRIPT = Path(__file__).with_name("pdfjs_fill.mjs")


def fill(blank: Path, out: Path, entries: Sequence[Entry]) -> None:
    """Put the entries into a copy of a blank."""
    job = {
        "module": str(node_module("pdfjs-dist")),
        "blank": str(blank),
        "out": str(out),
        "entries": [
            {
                "name": entry.key,
                "state": widget.state,
                "value": entry.code if entry.kind is SlotKind.ONE_OF else entry.text,
            }
            for entry, widget in places(blank, entries)
        ],
    }
    run = subprocess.run(
        [program("node"), str(SCRIPT)],
        input=json.dumps(job).encode(),
        capture_output=True,
        check=False,
        timeout=120,
    )
    if run.returncode != 0:
        raise CannotFillError(run.stderr.decode("utf-8", "replace")[-2000:])
