"""What was typed of a paper copy -> a file beside the store, so that an interrupted session loses nothing."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from formgen.model.document import Answer, ReadBy
from formgen.pipeline.keying.typing import Typed
from formgen.store.opening import Store

_VERSION = 1


@dataclass
class Draft:
    """Both times a copy was typed; `done` says how many of them are complete."""

    path: Path
    passes: list[Typed] = field(default_factory=lambda: [Typed(), Typed()])
    done: int = 0

    @property
    def is_begun(self) -> bool:
        """Whether anything was typed."""
        return any(each.taken for each in self.passes)

    def save(self) -> None:
        """Keep what was typed; whole or as it was before."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = {"version": _VERSION, "done": self.done, "passes": [_plain(each) for each in self.passes]}
        part = self.path.with_suffix(".part")
        number = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(number, "w", encoding="utf-8") as stream:
            json.dump(content, stream, ensure_ascii=False)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(self.path)

    def remove(self) -> None:
        """Let go of it: the answers are in the store."""
        self.path.unlink(missing_ok=True)
        with suppress(OSError):
            self.path.parent.rmdir()


def draft_of(store: Store, names: Sequence[str]) -> Draft:
    """The draft of a copy that is known by some names: its form, variant, language, scans; empty where none is kept."""
    digest = hashlib.sha256(json.dumps(names).encode()).hexdigest()[:16]
    draft = Draft(_folder(store) / f"{names[0]}-{digest}.json")
    try:
        content = json.loads(draft.path.read_text(encoding="utf-8"))
        if content["version"] == _VERSION:
            draft.passes = [_typed(each) for each in content["passes"]]
            draft.done = content["done"]
    except (OSError, ValueError, KeyError, TypeError):
        # A draft that cannot be read is begun anew.
        return Draft(draft.path)
    return draft


def drafts_left(store: Store) -> Sequence[Path]:
    """The drafts of copies whose typing was interrupted."""
    return sorted(_folder(store).glob("*.json"))


def _folder(store: Store) -> Path:
    """Beside a store that is a file; for a database in a folder of the user."""
    if store.is_file:
        return store.path.with_name(f"{store.path.name}-drafts")
    import platformdirs

    return platformdirs.user_data_path("formgen", appauthor=False) / "drafts"


def _plain(typed: Typed) -> dict[str, object]:
    answers = [[each.key, each.written, each.exact] for each in typed.answers.values()]
    return {"answers": answers, "taken": typed.taken, "ended": sorted(typed.ended)}


def _typed(content: dict[str, list[list[str]]]) -> Typed:
    answers = {key: Answer(key, written, ReadBy.TYPED, exact) for key, written, exact in content["answers"]}
    return Typed(answers, [str(each) for each in content["taken"]], {str(each) for each in content["ended"]})
