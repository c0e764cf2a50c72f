"""What the commands that do much work have in common: files and folders by path or URL, and who does the work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from formgen.cli.language import Say
from formgen.message import Message

if TYPE_CHECKING:
    from formgen.pipeline.urls import Url

JOBS = Message("cli.jobs", "How many processes do the work.")
CLUSTER = Message(
    "cli.cluster",
    "Have the work done by the machines of a Dask cluster, all of which reach the files: tcp://scheduler:8786, or "
    "tls://…; --jobs does not count then.",
)

F = TypeVar("F", bound=Callable[..., Any])


class PathOrUrl(click.ParamType):  # type: ignore[type-arg, unused-ignore]  # generic in newer versions
    """A path as `click.Path` has it, or a URL of any kind that fsspec knows."""

    def __init__(self, **settings: Any) -> None:
        self._path = click.Path(path_type=Path, **settings)
        self.name = self._path.name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | Url:
        """A URL by its `://`, which no path has."""
        from formgen.pipeline.urls import Url

        if isinstance(value, str) and "://" in value:
            return Url(value)
        path: Path = self._path.convert(value, param, ctx)
        return path


def work_options(say: Say, jobs: Message = JOBS) -> Callable[[F], F]:
    """--jobs and --cluster, which say who does the work."""
    by_jobs = click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help=say(jobs))
    by_cluster = click.option("--cluster", metavar="URL", help=say(CLUSTER))
    return lambda command: by_jobs(by_cluster(command))
