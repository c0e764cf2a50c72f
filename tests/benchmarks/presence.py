"""The name of a module or program -> whether it is there, and which version."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import subprocess

_DISTRIBUTIONS = {"docx": "python-docx", "python_calamine": "python-calamine", "PyPDFForm": "PyPDFForm"}
_PROGRAMS = {"pdftk": "Debian: pdftk-java"}


def is_present(needed: str) -> bool:
    """Whether a way can be gone."""
    if needed in _PROGRAMS:
        return shutil.which(needed) is not None
    return importlib.util.find_spec(needed) is not None


def version(needed: str) -> str:
    """Its version; of what is absent, how to get it."""
    if not is_present(needed):
        return f"ABSENT ({_PROGRAMS.get(needed, 'pip install .[test,bench]')})"
    if needed in _PROGRAMS:
        said = subprocess.run([needed, "--version"], capture_output=True, check=False, encoding="utf-8").stdout.split()
        return next((word for word in said if word[0].isdigit()), "")
    return importlib.metadata.version(_DISTRIBUTIONS.get(needed, needed))
