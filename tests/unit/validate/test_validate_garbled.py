"""A text whose letters are lost is no answer: nobody can tell from it what was typed."""

from __future__ import annotations

import pytest

from formgen.validate.garbled import is_garbled
from tests.forms import codes, field, form, judge, table

GARBLED = [
    "\ufffd",
    "Երևան \uf0e0 Գյումրի",
    "37\U000f00b0",
    *(text.encode().decode("latin-1") for text in ("Պետրոսյան", "Анна Петросян, 5", "два", "Müller")),
    *(text.encode().decode("cp1252") for text in ("Անի", "нет", "José – café")),
    "Õ¥Õ¿Ö•",
    "Ð�Ðµ",
    "Ïåòðîñÿí Àííà",
    "×åðíåíêî",
    "ÎÎÎ Ðîìàøêà",
]

READABLE = [
    "Grüße aus Köln, “Spaß”",
    "Spaß…",
    "BÖ”",
    "« CAFÉ\u00a0» :",
    "été, naïve, Noël",
    "São Paulo, MAÇÃ",
    "Ærø, Østergård, Þórður",
    "25 °C ± 2, ½ կգ, 3×4",
    "Երևան – Գյումրի",
    "Обычный текст №5",
]


@pytest.mark.parametrize("text", GARBLED)
def test_garbled_text_is_told_and_no_value(text: str) -> None:
    judged = judge(form(field("a"), table("t", field("b"))), {"a": text, "t.1.b": text})
    assert judged.record.values == {"a": None, "t": ({"b": None},)}
    assert codes(judged.findings) == [("text-unreadable", "a"), ("text-unreadable", "t.1.b")]
    assert {each.written for each in judged.findings} == {text}


@pytest.mark.parametrize("text", READABLE)
def test_other_text_is_kept(text: str) -> None:
    assert not is_garbled(text)
    assert judge(form(field("a")), {"a": text}).record.values == {"a": text}


@pytest.mark.parametrize("text", ["ÜÙáõßÛ³Ý ÜÙáõß", "ºðºì²Ü", "³Õ³Õ³Ï", "Ë³Õ³Õ³ñ³ñ"])
def test_an_old_armenian_font_is_told_as_such(text: str) -> None:
    assert codes(judge(form(field("a")), {"a": text}).findings) == [("old-font", "a")]
