"""Every code a finding can have.

The codes are permanent: programs and old reports depend on them. A new meaning takes a new code.
"""

from __future__ import annotations

from collections.abc import Mapping

from formgen.model.kinds.answers import ANSWERS
from formgen.model.kinds.documents import DOCUMENTS
from formgen.model.kinds.kind import Kind, Severity
from formgen.model.kinds.records import RECORDS

__all__ = ["KINDS", "Kind", "Severity"]

KINDS: Mapping[str, Kind] = {**DOCUMENTS, **ANSWERS, **RECORDS}
