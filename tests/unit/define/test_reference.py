"""The definitions say what the instructions' forms ask: compared with the reference where it is at hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from formgen.define import load_definition
from formgen.model.form import Field, FieldType, FormDefinition, Table

ROOT = Path(__file__).parents[3]
REFERENCE = ROOT.parent / "shared" / "reference" / "forms.json"

pytestmark = pytest.mark.skipif(not REFERENCE.is_file(), reason="the reference is not beside the project")


def reference(form_id: str) -> tuple[dict, dict]:
    data = json.loads(REFERENCE.read_text(encoding="utf-8"))
    return next(form for form in data["forms"] if form["id"] == form_id), data["option_lists"]


def unnumbered(title: str) -> str:
    """A title without the number the source gives it within its dimension: sections have numbers of their own."""
    return re.sub(r"^\d\. ", "", title)


@pytest.fixture(params=["referral", "closure", "service_evaluation", "certification", "performance_monitoring"])
def form(request: pytest.FixtureRequest) -> FormDefinition:
    return load_definition(ROOT / "forms" / f"{request.param}.yaml")


def test_every_field_is_there_in_order(form: FormDefinition) -> None:
    wanted, lists = reference(form.id)
    for section, source in zip(form.sections, wanted["sections"], strict=True):
        assert section.id == source["id"]
        assert section.title.text == unnumbered(source["title"]["en"])
        assert section.origin == source["origin"]
        items = [item for item in section.items if isinstance(item, Field | Table)]
        for item, asked in zip(items, source["fields"], strict=True):
            check_item(item, asked, lists)


def check_item(item: Field | Table, asked: dict, lists: dict) -> None:
    limits = asked.get("validation") or {}
    assert item.id == asked["id"]
    assert item.label.text == asked["label"]["en"]
    assert item.required == asked["required"]
    assert item.origin == asked["origin"]
    assert item.privacy == asked.get("privacy", "none")
    assert (item.visible_if is None) == ("visible_if" not in asked)
    if isinstance(item, Table):
        assert item.rows == limits["max_rows"]
        assert [(c.id, c.type) for c in item.columns] == [(c["id"], c["type"]) for c in asked["columns"]]
        return
    assert item.type == asked["type"]
    assert item.combo == (asked.get("widget") == "combo")
    if item.type is not FieldType.YES_NO and "options" in asked:
        options = lists[asked["options"]]["options"]
        assert [(c.code, c.label.text, c.special) for c in item.choices if c.code != "na"] == [
            (o["id"], o["label"]["en"], o.get("special", False)) for o in options
        ]
    if item.limits.max_len is not None and "max_len" in limits:
        assert item.limits.max_len <= limits["max_len"]
    assert item.limits.pattern == limits.get("regex")
    assert item.limits.not_future == limits.get("not_future", False)
    assert item.limits.not_before == limits.get("after_or_on_field")
    assert item.limits.not_above == limits.get("lte_field")
    assert item.limits.must_equal == limits.get("must_equal")
    assert list(item.limits.exclusive) == limits.get("exclusive", [])
    assert item.na_allowed == asked.get("na_allowed", False)
    assert item.weight == (1 if asked.get("score") else None)
    assert item.combine_with == asked.get("combine_with")
    assert item.limits.after == limits.get("after_field")
    assert item.limits.email == (limits.get("format") == "email")


def test_the_armenian_is_the_reference_s(form: FormDefinition) -> None:
    from formgen.translate import read_catalog

    wanted, lists = reference(form.id)
    words = read_catalog(ROOT / "locales", "hy", [form.id, "formgen"])
    for section, source in zip(form.sections, wanted["sections"], strict=True):
        assert words.text(section.title) == unnumbered(source["title"]["hy"])
        items = [item for item in section.items if isinstance(item, Field | Table)]
        for item, asked in zip(items, source["fields"], strict=True):
            assert words.text(item.label) == asked["label"]["hy"]
            if isinstance(item, Field) and "options" in asked:
                said = [words.text(choice.label) for choice in item.choices if choice.code != "na"]
                assert said == [option["label"]["hy"] for option in lists[asked["options"]]["options"]]
            if isinstance(item, Table):
                assert [words.text(c.label) for c in item.columns] == [c["label"]["hy"] for c in asked["columns"]]


def test_every_doubt_reaches_the_translators(form: FormDefinition) -> None:
    wanted, lists = reference(form.id)
    used = {field.get("options") for section in wanted["sections"] for field in section["fields"]}
    doubts = {field["hy_doubt"] for section in wanted["sections"] for field in section["fields"] if "hy_doubt" in field}
    doubts |= {o["hy_doubt"] for name in used - {None} for o in lists[name]["options"] if "hy_doubt" in o}
    said = "\n".join(form.comments.values())
    assert doubts or form.id == "service_evaluation"
    assert [doubt for doubt in doubts if f"Doubt: {doubt}" not in said] == []
