"""Fill a PDF in poppler, the engine of Evince; run by a Python that has GObject introspection.

Reads from standard input: {"blank", "out", "entries": [{"page", "x", "y", "text", "words"}]}, one widget each.
"""

import json
import pathlib
import sys

import gi

gi.require_version("Poppler", "0.18")
from gi.repository import Poppler  # noqa: E402  (the version is chosen first)


def main() -> None:
    """Fill one file."""
    job = json.load(sys.stdin)
    document = Poppler.Document.new_from_file(pathlib.Path(job["blank"]).resolve().as_uri(), None)
    for page in range(document.get_n_pages()):
        mapping = document.get_page(page).get_form_field_mapping()
        for entry in job["entries"]:
            if entry["page"] == page:
                fill([each for each in mapping if covers(each.area, entry)], entry)
    document.save(pathlib.Path(job["out"]).resolve().as_uri())


def covers(area: "Poppler.Rectangle", entry: dict) -> bool:
    """Whether a widget lies under a point."""
    return area.x1 < entry["x"] < area.x2 and area.y1 < entry["y"] < area.y2


def fill(mapped: list, entry: dict) -> None:
    """Put one entry into the one field under it."""
    if len(mapped) != 1:
        raise ValueError(f"{len(mapped)} fields under {entry}")
    field = mapped[0].field
    kind = field.get_field_type()
    if kind == Poppler.FormFieldType.TEXT:
        field.text_set_text(entry["text"])
    elif kind == Poppler.FormFieldType.BUTTON:
        field.button_set_state(True)  # noqa: FBT003  (the library's own signature)
    else:
        items = [field.choice_get_item(place) for place in range(field.choice_get_n_items())]
        field.choice_select_item(items.index(entry["words"]))


main()
