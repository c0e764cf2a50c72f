"""Save workbooks again in SheetJS and exceljs, the libraries behind most spreadsheets on the web."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.clients.entry import CannotFillError
from tests.programs import node_module, program

SCRIPT = Path(__file__).with_name("sheets_save.mjs")


def save_again(library: str, files: Mapping[Path, Path], *, dates: bool = False) -> None:
    """Open each file in `xlsx` (SheetJS) or `exceljs` and save it as the other; `dates` as ISO text, not as serials."""
    module = node_module(library)
    job = {
        "library": library,
        "modules": str(module.parent),
        "dates": dates,
        "files": [{"source": str(source), "out": str(out)} for source, out in files.items()],
    }
    run = subprocess.run(
        [program("node"), str(SCRIPT)], input=json.dumps(job).encode(), capture_output=True, check=False, timeout=180
    )
    if run.returncode != 0:
        raise CannotFillError(run.stderr.decode("utf-8", "replace")[-2000:])
