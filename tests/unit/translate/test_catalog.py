"""Catalogs are complete, and an incomplete one is refused with what it lacks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import formgen
from formgen.define import load_definition
from formgen.message import Message, fill
from formgen.model.finding import KINDS
from formgen.translate import IncompleteCatalogError, locales_of, localize, read_catalog
from formgen.translate.po import CatalogError
from formgen.translate.template import form_messages, program_messages

ROOT = Path(__file__).parents[3]
PACKAGE = Path(formgen.__file__).parent
LOCALES = ("en", "hy")
FORMS = ("referral", "closure", "service_evaluation", "certification", "performance_monitoring")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_of_the_program_is_translated(locale: str) -> None:
    words = read_catalog(ROOT / "locales", locale, ["formgen"]).words
    wanted = {(message.context, message.text) for message in program_messages(PACKAGE)}
    assert len(wanted) > 100
    assert sorted(wanted - words.keys()) == []
    assert sorted(words.keys() - wanted) == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", FORMS)
def test_every_text_of_the_forms_is_translated(locale: str, name: str) -> None:
    form = load_definition(ROOT / "forms" / f"{name}.yaml")
    assert localize(form, read_catalog(ROOT / "locales", locale, ["formgen", name])).text(form.title)


@pytest.mark.parametrize("domain", ["formgen", *FORMS])
def test_english_words_are_those_of_the_source(domain: str) -> None:
    words = read_catalog(ROOT / "locales", "en", [domain]).words
    assert [text for (_, text), said in words.items() if said != text] == []


@pytest.mark.parametrize("domain", ["formgen", *FORMS])
def test_armenian_keeps_placeholders_and_one_script_a_word(domain: str) -> None:
    words = read_catalog(ROOT / "locales", "hy", [domain]).words
    for (context, text), said in words.items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", said)), context
        assert re.findall(r"[Ա-Ֆա-և]+[A-Za-zА-я]|[A-Za-zА-я][Ա-Ֆա-և]+", said) == [], context
        assert said == said.strip(), context


def test_a_context_says_one_thing() -> None:
    contexts: dict[str, str] = {}
    for message in program_messages(PACKAGE):
        assert contexts.setdefault(message.context, message.text) == message.text
    assert {kind.text.context for kind in KINDS.values()} == {f"finding.{code}" for code in KINDS}


def test_the_plural_header_has_both_armenian_forms() -> None:
    for path in (ROOT / "locales" / "hy").rglob("*.po"):
        assert "nplurals=2; plural=(n > 1);" in path.read_text(encoding="utf-8")


def test_an_incomplete_catalog_is_refused_with_what_it_lacks(tmp_path: Path) -> None:
    form = load_definition(ROOT / "forms" / "closure.yaml")
    folder = tmp_path / "hy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    text = (ROOT / "locales" / "hy" / "LC_MESSAGES" / "closure.po").read_text(encoding="utf-8")
    (folder / "closure.po").write_text(
        text.replace('msgstr "Դեպքի փակման ձև"', 'msgstr ""').replace(
            'msgctxt "closure.source"', '#, fuzzy\nmsgctxt "closure.source"'
        ),
        encoding="utf-8",
    )
    assert locales_of(tmp_path) == ("hy",)
    with pytest.raises(IncompleteCatalogError) as caught:
        localize(form, read_catalog(tmp_path, "hy", ["closure"]))
    assert "closure.title" in str(caught.value)
    assert "closure.source" in str(caught.value)


def test_a_file_that_is_no_catalog_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "hy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "closure.po").write_text("hello", encoding="utf-8")
    with pytest.raises(CatalogError):
        read_catalog(tmp_path, "hy", ["closure"])


def test_a_value_is_never_searched_for_placeholders() -> None:
    assert fill("{a} {b}", {"a": "{b}", "b": "x"}) == "{b} x"
    assert str(Message("c", "{missing}")) == "{missing}"


def test_template_lists_each_text_once() -> None:
    form = load_definition(ROOT / "forms" / "closure.yaml")
    keys = [(message.context, message.text) for message in form_messages(form)]
    assert len(keys) == len(set(keys))
