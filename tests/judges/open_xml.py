"""DOCX and XLSX files -> their errors, as Microsoft's Open XML SDK judges."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.programs import open_xml_validator

# The one complaint about files that openpyxl writes and Excel itself reads: the order of children of <font>.
_BENIGN = ("Sch_UnexpectedElementContentExpectingComplex", "/xl/styles.xml")


def open_xml_errors(paths: Iterable[Path]) -> Mapping[Path, list[str]]:
    """The errors of each file; an empty list where the SDK finds it valid for Microsoft 365."""
    binary = open_xml_validator()
    wanted = list(paths)
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as workers:
        return dict(zip(wanted, workers.map(lambda path: _errors(binary, path), wanted), strict=True))


def _errors(binary: Path, path: Path) -> list[str]:
    run = subprocess.run([str(binary), str(path)], capture_output=True, check=False, timeout=120)
    try:
        judged = json.loads(run.stdout)
    except json.JSONDecodeError:
        return [f"the validator failed: {run.stderr.decode('utf-8', 'replace')[-500:]}"]
    if judged["ok"] is not (run.returncode == 0 and not judged["errors"]):
        return ["the validator contradicts itself"]
    return [
        f"{error['path']} {error['xPath']}: {error['description']}"
        for error in judged["errors"]
        if not _is_benign(error)
    ]


def _is_benign(error: Mapping[str, str | None]) -> bool:
    kind, part = _BENIGN
    return error["id"] == kind and error["path"] == part and "/x:font[" in (error["xPath"] or "")
