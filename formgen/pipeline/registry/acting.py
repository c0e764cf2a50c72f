"""Who acts on the store, and when."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass

from formgen.store.documents import now


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and the moment, in UTC."""

    by: str
    at: str


def actor(by: str | None = None) -> Actor:
    """Somebody who acts now; by default the user of the system."""
    return Actor(by or user(), now())


def user() -> str:
    """The user of the system, as it knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # A process may run under a number that has no name.
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "?"
