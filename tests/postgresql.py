"""A PostgreSQL server of one's own for the tests: started in a folder, one empty database a test."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from sqlalchemy import URL, create_engine
from sqlalchemy.pool import NullPool

from tests.programs import absent

_DEBIAN = Path("/usr/lib/postgresql")


def _program(name: str) -> str:
    """A program of the server; Debian keeps them apart from the search path, by version."""
    found = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(found[-1]) if found else shutil.which(name) or absent("PostgreSQL (Debian: postgresql)")


class PostgreSQL:
    """The server, listening on a socket in its folder only."""

    def __init__(self) -> None:
        initdb, self._control = _program("initdb"), _program("pg_ctl")
        self.folder = Path(tempfile.mkdtemp(prefix="fg-pg-"))
        # The server refuses to run as root; Debian's package brings a user for it.
        self._user = "postgres" if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(self.folder, self._user)
        self._data = self.folder / "data"
        self._run(initdb, "-D", self._data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c max_connections=30 -c fsync=off"
        self._run(self._control, "-D", self._data, "-o", options, "-l", self.folder / "log", "-w", "start")
        self._made = 0
        self._server = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)

    def _run(self, *command: str | Path) -> None:
        subprocess.run(command, check=True, capture_output=True, user=self._user, cwd=self.folder, timeout=120)

    def url(self, database: str) -> URL:
        """The address of a database."""
        return URL.create(
            "postgresql+psycopg", username="postgres", database=database, query={"host": str(self.folder)}
        )

    def database(self) -> str:
        """The address of a new, empty database, as a person writes it."""
        self._made += 1
        name = f"test_{self._made}"
        with self._server.connect() as connection:
            connection.exec_driver_sql(f"create database {name}")
        return self.url(name).render_as_string(hide_password=False)

    def end(self) -> None:
        """Stop the server and remove its folder."""
        self._run(self._control, "-D", self._data, "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
