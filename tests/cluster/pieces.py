"""Work that costs a worker the life, where it meets something deadly."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    home: str = ""


def shouted(task: Task, piece: tuple[str, ...]) -> list[str]:
    if "deadly" in piece:
        os._exit(9)
    return [each.upper() for each in piece]
