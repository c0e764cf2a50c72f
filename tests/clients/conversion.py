"""A document -> the same in another format, as LibreOffice converts it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.programs import soffice

PATIENCE = 120
"""Seconds."""


def converted(path: Path, ending: str, folder: Path) -> Path:
    """Convert a document into a folder; its profile is a folder beside it."""
    profile = (folder / "profile").resolve().as_uri()
    command = [soffice(), f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending]
    subprocess.run([*command, "--outdir", str(folder), str(path)], capture_output=True, check=True, timeout=PATIENCE)
    made = folder / f"{path.stem}.{ending}"
    assert made.is_file(), f"LibreOffice does not open {path.name}"
    return made
