"""A project folder -> its files as content, and a folder again on whichever machine the work is done."""

from __future__ import annotations

import hashlib
import tempfile
import threading
import tomllib
import weakref
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.pipeline.project import Project, shipped

if TYPE_CHECKING:
    from formgen.pipeline.guard import Guard

_PACKAGE = Path(__file__).resolve().parent.parent
_PARTS = ("forms", "locales")
_KINDS = {".yaml", ".json", ".po"}
_SAMPLES = "samples"
_SHOWN = 8
"""Letters of a digest that people compare."""


class OtherProgramError(FormgenError):
    """A machine of the cluster has another formgen, or none."""

    exit_code = ExitCode.MACHINE_LACKS
    remedy = Message(
        "error.other-program.remedy", "Install the same formgen on every machine and start the worker there anew."
    )

    def __init__(self, worker: str, found: str) -> None:
        values = {"worker": worker, "found": found, "wanted": program()}
        super().__init__(
            Message("error.other-program", "The worker {worker} has formgen {found}; here it is {wanted}.", values)
        )


class Kit:
    """A project as content: made into a folder where it is first used, and kept there with the processes that read.

    Folder and processes are gone when nobody holds the kit any more. It stands for the folder (`os.PathLike`), and
    may be used by several threads of a Dask worker.
    """

    def __init__(self, files: Mapping[str, bytes], program: str) -> None:
        self._files, self._program = files, program
        self._lock, self._ends = threading.RLock(), ExitStack()
        weakref.finalize(self, self._ends.close)

    def __reduce__(self) -> tuple[object, ...]:
        return Kit, (self._files, self._program)

    def __fspath__(self) -> str:
        return str(self.project.folder)

    @property
    def project(self) -> Project:
        """The project as it is where the kit was packed; OtherProgramError."""
        with self._lock:
            return self._project

    @property
    def guard(self) -> Guard:
        """The processes that read for it, one for each thread of the worker."""
        with self._lock:
            return self._guard

    @cached_property
    def _project(self) -> Project:
        from distributed import get_worker

        worker = get_worker()
        if self._program != program():
            raise OtherProgramError(worker.address, program())
        # What a worker that was killed leaves there is removed by Dask.
        folder = Path(self._ends.enter_context(tempfile.TemporaryDirectory(dir=worker.local_directory)))
        for name, content in self._files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return Project(folder)

    @cached_property
    def _guard(self) -> Guard:
        from distributed import get_worker

        from formgen.pipeline.intake import guard_of

        return self._ends.enter_context(guard_of(self._project, get_worker().state.nthreads))


def packed(project: Project) -> Mapping[str, bytes]:
    """The files of a project's own folder that decide what is made and read, by their names in it.

    Raises FaultyDefinitionError where its settings have faults.
    """
    paths = [*_own(project.folder), *_settings(project)]
    return {path.relative_to(project.folder).as_posix(): path.read_bytes() for path in paths}


def digest(files: Mapping[str, bytes]) -> str:
    """The digest of a project's files, and of the program."""
    found = hashlib.sha256(program().encode())
    for name, content in sorted(files.items()):
        found.update(f"{name}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


@cache
def program() -> str:
    """The version of the program, and the first letters of the digest of all it consists of."""
    found = hashlib.sha256()
    for path in (*sorted(_PACKAGE.rglob("*.py")), *_own(shipped())):
        found.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    try:
        number = version("formgen")
    except PackageNotFoundError:  # run from its source
        number = "–"
    return f"{number} ({found.hexdigest()[:_SHOWN]})"


def _own(folder: Path) -> Iterator[Path]:
    for part in _PARTS:
        for path in sorted((folder / part).rglob("*")):
            is_sample = _SAMPLES in path.relative_to(folder).parts
            if path.suffix in _KINDS and not is_sample and path.is_file():
                yield path


def _settings(project: Project) -> Iterator[Path]:
    """The file of settings, and the logo it names beside itself; one elsewhere is told by whoever misses it."""
    from formgen.define.settings import FILE

    path = project.folder / FILE
    if not path.is_file():
        return
    yield path
    if project.settings.logo is not None:
        name = tomllib.loads(path.read_text(encoding="utf-8-sig"))["centre"]["logo"]
        if ".." not in Path(name).parts and not Path(name).is_absolute():
            yield project.folder / name
