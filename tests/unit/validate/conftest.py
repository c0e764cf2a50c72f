"""Each test begins with nothing remembered, so that it says of what was written and not of what an earlier one left."""

from __future__ import annotations

import pytest

from formgen.validate.dates import date_readings
from formgen.validate.phones import read_phone
from formgen.validate.words import folded


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    for remembering in (date_readings, read_phone, folded):
        remembering.cache_clear()
