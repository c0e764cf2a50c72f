"""A file's name -> whether it is only what a program or an operating system left beside documents."""

from __future__ import annotations

import re

_LEFT = re.compile(
    r"(?:^|/)(?:~\$[^/]*|\.~lock\.[^/]*#|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini|__MACOSX(?:/.*)?)$", re.IGNORECASE
)


def is_left_by_a_program(name: str) -> bool:
    """Whether a name is that of a lock file such as `~$letter.docx`, of a folder's looks, or of a Mac's shadow file."""
    return _LEFT.search(name) is not None
