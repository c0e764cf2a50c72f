"""Armenian as people type it: what is told of letters and signs, and above all what is not."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from formgen.model.form import FieldType
from formgen.validate.letters import in_one_alphabet
from formgen.validate.old_fonts import MEANT, armenian_of
from formgen.validate.script import script_findings
from tests.forms import codes, field, form, judge, table
from tests.loop import ROOT

MIXED = [
    # typed, meant: seen on the pages of Armenian offices, with Latin letters of old layouts in them
    ("տեuակներ", "տեսակներ"),
    ("oգնություն", "օգնություն"),
    ("uոցիալական", "սոցիալական"),
    ("Uահմանադրություն", "Սահմանադրություն"),
    ("Oրենսդրություն", "Օրենսդրություն"),
    ("Sեղական", "Տեղական"),
    ("աշխաsանք", None),  # a small s looks like none of our letters: it is seen
    ("hամայնք", "համայնք"),
    ("Նմnւշյան", "Նմուշյան"),
    ("Նմուշյաn", "Նմուշյաո"),
    ("ընsանիք", None),
    ("gանկ", "ցանկ"),
    ("երեխաներf", "երեխաներք"),
    ("qեկավար", "զեկավար"),
    ("Lոռի", "Լոռի"),
    ("jուրաքանչյուր", "յուրաքանչյուր"),
    ("lուսանկար", "լուսանկար"),
    ("դեwքի", "դեաքի"),
    ("о" + "գնություն", "օգնություն"),  # Cyrillic
    ("О" + "րենք", "Օրենք"),  # Cyrillic
    ("Ф" + "առանձեմ", "Փառանձեմ"),  # Cyrillic
    ("ինչnւ", "ինչու"),
    ("ինչո՞u", "ինչո՞ս"),
    ("ապաhովագրություն", "ապահովագրություն"),
    ("Sample", None),
    ("Sаmple", "Sample"),  # Cyrillic а
    ("Реtrosyan", None),  # t looks like no Cyrillic letter, Р and е like Latin ones
    ("Cаргсян", "Саргсян"),  # Latin C
    ("Ивaнов", "Иванов"),  # Latin a
    ("Мaрия", "Мария"),  # Latin a
    ("Kирилл", "Кирилл"),  # Latin K
    ("Օlga", "Olga"),  # Armenian Օ
    ("Օльга", "Ольга"),  # Armenian Օ
    ("Սmith", "Umith"),
    ("nմush", None),
    ("exampլe", "example"),
    ("օffice", "office"),
    ("АN", "AN"),  # Cyrillic А before the number of a passport
    ("Տmith", "Smith"),
    ("Αννα", None),  # Greek alone
    ("UOցիալական", "ՍՕցիալական"),
    ("Uը", "Սը"),
    ("honս", "honu"),
    ("hoներ", "հօներ"),
]

ONE_ALPHABET = [
    "PDFը",
    "SMSով",
    "hogու",
    "USBն",
    "USից",
    "Facebookում",
    "Zoomով",
    "SMSка",
    "PDFом",
    "IT",
    "PDF",
    "COVID",
    "Երևան",
    "Москва",
    "Hakobyan",
    "Հայփոստ",
    "Xերոքս",
    "VIII",
    "Ինչո՞ւ",
    "ОАО",
    "naïve",
    "Størrelse",
    "ԱՆ",
    "ՀՀ",
    "ԵՐ",
    "Ա",
    "iPhone",
    "日本",
    "ՍՊԸ",
    "Γιώργος",
]


@pytest.mark.parametrize(("typed", "meant"), MIXED)
def test_letters_of_two_alphabets_in_one_word(typed: str, meant: str | None) -> None:
    if typed == "Реtrosyan":
        meant = "Petrosyan"
    assert in_one_alphabet(typed) == meant


@pytest.mark.parametrize("word", ONE_ALPHABET)
def test_words_of_one_alphabet_and_foreign_ones_with_our_endings_are_left_alone(word: str) -> None:
    assert in_one_alphabet(word) is None


def found(text: str) -> dict[str, object]:
    """What is told of a text, by code, with the proposal."""
    return {each.code: each.values["proposal"] for each in script_findings("a", text, text)}


TOLD = [
    ("Ծրագիրն ավարտված է:", {"stop-look-alike": "է։"}),
    ("Ծրագիրն ավարտված է: Շահառուն գոհ է։", {"stop-look-alike": "է։"}),
    ("Շահառուն գտել է աշխատանք: Երեխաները հաճախում են դպրոց:", {"stop-look-alike": "աշխատանք։, դպրոց։"}),
    ("Ստացել է «Օրինակ» ընկերության աջակցությունը»: ", {"stop-look-alike": "աջակցությունը»։"}),
    ("Ծրագիրն ավարտված է․", {"stop-look-alike": "է։"}),
    ("Նպաստը նշանակված է․ Շահառուն տեղեկացված է։", {"stop-look-alike": "է։"}),
    ("Երեխաները հաճախում են դպրոց․", {"stop-look-alike": "դպրոց։"}),
    ("Շահառուն գոհ է׃", {"stop-look-alike": "է։"}),
    ("Գրել nmush@example․org հասցեին", {"stop-look-alike": "e.o"}),
    ("Պահանջվում են հետեւյալ փաստաթղթերը:", {"yev-spelled-out": "հետևյալ"}),
    ("ԵՒՐՈՊԱ", {"yev-spelled-out": "ԵՎՐՈՊԱ"}),
    ("եւրոարեւելք, եւ, եւեթ", {"yev-spelled-out": "եվրոարևելք, և, ևեթ"}),
    ("Եւրոպան եւ ԵՐԵՒԱՆԸ", {"yev-spelled-out": "Եվրոպան, և, ԵՐԵՎԱՆԸ"}),
    ("•³Ý•", {"old-font": "գանգ"}),
    ("Երեւան", {"yev-spelled-out": "Երևան"}),
    ("ԵՐԵՒԱՆ", {"yev-spelled-out": "ԵՐԵՎԱՆ"}),
    ("մայրը եւ հայրը", {"yev-spelled-out": "և"}),
    ("մայրը եվ հայրը", {"yev-spelled-out": "և"}),
    ("նաեւ տատը", {"yev-spelled-out": "նաև"}),
    ("Եւրոպա, եւրոպական", {"yev-spelled-out": "Եվրոպա, եվրոպական"}),
    ("եւս մեկ երեխա", {"yev-spelled-out": "ևս"}),
    ("բարեւ, բարեւ", {"yev-spelled-out": "բարև"}),
    ("արեւելքում եւ արեւմուտքում", {"yev-spelled-out": "արևելքում, և, արևմուտքում"}),
    ("տեuակներն ու oգնությունը", {"mixed-letters": "տեսակներն, օգնությունը"}),
    ("uոց. oգնություն, Uահմանադրություն, Sեղ", {"mixed-letters": "սոց, օգնություն, Սահմանադրություն, …"}),
    ("Երեւանի oգնություն", {"mixed-letters": "օգնություն", "yev-spelled-out": "Երևանի"}),
    ("Ð³Û³ëï³ÝÇ Ð³Ýñ³å»ïáõÃÛáõÝ", {"old-font": "Հայաստանի Հանրապետություն"}),
    ("ÜÙáõßÛ³Ý ÜÙáõß", {"old-font": "Նմուշյան Նմուշ"}),
    ("ºñ¨³Ý« ²ÙÇñÛ³Ý 5« µÝ© 12", {"old-font": "Երևան, Ամիրյան 5, բն. 12"}),
    ("Ï³½Ù³Ï»ñåáõÃÛ³Ý", {"old-font": "կազմակերպության"}),
    ("ºðºì²Ü", {"old-font": "ԵՐԵՎԱՆ"}),
    ("Þ³Ñ³éáõÝ ³ßË³ïáõÙ ¿ §úñÇÝ³Ï¦ ÁÝÏ»ñáõÃÛáõÝáõÙ", {"old-font": "Շահառուն աշխատում է «Օրինակ» ընկերությունում"}),
    ("ÆÝãá±õ ¿ ¹ÇÙ»É", {"old-font": "Ինչո՞ւ է դիմել"}),
    ("³Ûá", {"old-font": "այո"}),
    ("²ÝÇ", {"old-font": "Անի"}),
    ("ÀÝï³ÝÇùÇ ëáóÇ³É³Ï³Ý íÇ×³ÏÁ", {"old-font": "Ընտանիքի սոցիալական վիճակը"}),
    ("ÌÝí»É ¿ 1988 Ã© ÑáõÝí³ñÇÝ", {"old-font": "Ծնվել է 1988 թ. հունվարին"}),
]

NOT_TOLD = """\
Դիմել է Սյունիքի ԱՎԾՆ․
Ապրում է նույն հասց․
Տևել է երեք ժամ․
ÎÃÎÃÎ
Ðáë
Շահառուն աշխատում է 2025 թ․ սեպտեմբերից։
Հանդիպումը՝ ժամը 10:30-ից հետո։
ք. Գյումրի, Օրինակի փ. 1
ք․ Գյումրի, Օրինակի փ․ 1, բն․ 12
Նմուշյան Ա․ Բ․
Ա․ Նմուշյան
21․11․2026
Գումարը՝ 180 000 ֏ (№ 5)։
IT-մասնագետ
PDF-ը ուղարկվել է էլ. փոստով։
№ 5ա
COVID-ի պատճառով
III խմբի հաշմանդամություն
II փուլում, XXI դարում
WhatsApp-ով կամ Viber-ով
https://example.org/armenian:page
nmush@example.org
Էլ. հասցե՝ nmush@example.org, հեռ.՝ 091 234567
Ինչո՞ւ է դիմել՝ եկամուտը չի բավարարում։
Հասցե: Նմուշի փ. 5
Մայր: Անի, հայր: Արամ
Պահանջվում են հետևյալ փաստաթղթերը: Անձնագիր, վկայական
Պահանջվում են հետևյալ փաստաթղթերը:
Կապի համար նշված անձի անունը: Նմուշ
Հարաբերակցությունը 2:3
Մտ. 5:12
Երևանը Հայաստանի մայրաքաղաքն է և ամենամեծ քաղաքը։
Քաղաքը գտնվում է Արարատյան դաշտի հյուսիսարևելյան մասում։
Հրազդան գետը հոսում է քաղաքի արևմտյան մասով։
Գյումրին Շիրակի մարզի վարչական կենտրոնն է։
Սևանա լիճը ծովի մակարդակից բարձր է 1900 մ։
Մաշտոցը ստեղծել է հայոց գրերը 405 թվականին։
Կոմիտասը (Սողոմոն Սողոմոնյան) հայ երգահան է, խմբավար։
Օրենքն ընդունվել է 2014 թ. դեկտեմբերի 17-ին։
ՀՀ ԱԺ-ն ընդունել է օրենքը։
«Օրինակ» ՍՊԸ-ում աշխատավարձը բարձր է։
Եվա Նմուշյան
Եվրոպական միություն
Երևանի պետական համալսարան (ԵՊՀ)
Շահառուն ասաց՝ «Գոհ եմ»։
Ունի երկու երեխա՝ 7 և 11 տարեկան։
Գործը փակված է. շահառուն գոհ է։
Վիճակը ծանր է․ օգնություն է պետք։
Տեղեկություններ ընտանիքի կազմի մասին․ Երկու երեխա
Բնակվում է Շիրակի մարզում, 3-րդ հարկ, 12ա բն․
Աշխատանքային ստաժը՝ 12 տարի, 4 ամիս, 3 օր․
Ուսուցումն անցել է ք․ Վանաձորում
Հայ եկեղեցու գիւղը լաւ է եւ մեծ
Տէր Աստուած եւ մարդիկ
Ո՛չ, չեմ ուզում
չէր կարող գալ և մնալ
Mary O'Neil
John R. Smith, MD
Обратился за помощью: нужна работа.
Ул. Абовяна, д. 5
Клиент использует WhatsApp и Zoom.
Café Müller, Öğrenci İşleri
25 °C ± 2, ½ կգ
Ærø, Østergård, Þórður
• առաջին • երկրորդ
ՆՄ-2026-0017, ԵՐ-2026-00777
AN1234567
5 մլն դրամ, 12,5 %
USB-ն և SIM-քարտը
Ա, Բ, Գ, և այլն
B2 մակարդակ, C կարգի վարորդ
1988 թ․
և այլն
—
☒
ЕС, США и ОАО «Образец»
Ðîìàøêà
ÎÎÎ Ðîìàøêà""".splitlines()


@pytest.mark.parametrize(("text", "wanted"), TOLD)
def test_what_is_told_with_what_was_probably_meant(text: str, wanted: dict[str, str]) -> None:
    assert found(text) == wanted


@pytest.mark.parametrize("text", NOT_TOLD)
def test_what_is_well_typed_is_not_told(text: str) -> None:
    assert found(text) == {}


def test_there_are_enough_of_both() -> None:
    """So that nobody thins them out unnoticed."""
    assert len(TOLD) + sum(meant is not None for _, meant in MIXED) >= 60
    assert len(NOT_TOLD) + len(ONE_ALPHABET) >= 60


def samples() -> Iterator[str]:
    """Every text of the sample cases."""
    paths = [*(ROOT / "tests" / "cases").glob("*.json"), *(ROOT / "forms" / "samples").glob("*.jsonl")]
    waiting: list[object] = [json.loads(line) for path in paths for line in _documents(path.read_text("utf-8"))]
    while waiting:
        match waiting.pop():
            case str(text):
                yield text
            case list(parts):
                waiting.extend(parts)
            case dict(parts):
                waiting.extend(parts.values())


def _documents(text: str) -> list[str]:
    lines = text.strip().splitlines()
    return lines if all(line.startswith("{") and line.endswith("}") for line in lines) else [text]


def test_sample_cases_are_well_typed() -> None:
    texts = sorted(set(samples()))
    assert len(texts) > 150
    assert {text: told for text in texts if (told := found(text))} == {}


def test_every_letter_of_the_old_fonts_comes_back() -> None:
    typed = {meant: char for char, meant in MEANT.items()}
    alphabet = "".join(map(chr, (*range(0x531, 0x557), *range(0x561, 0x588))))
    assert "".join(MEANT[typed[letter]] for letter in alphabet) == alphabet
    assert all(ord(char) < 0x100 for char, meant in MEANT.items() if char not in "μ•")


def test_a_long_text_of_an_old_font_is_shown_in_part() -> None:
    proposal = str(found("Ð³Û³ëï³Ý " * 60)["old-font"])
    assert proposal.startswith("Հայաստան Հայաստան")
    assert proposal.endswith("…")
    assert len(proposal) == 301


def test_texts_are_kept_as_they_were_written() -> None:
    asked = form(field("a"), table("t", field("b")))
    judged = judge(asked, {"a": "տեuակներ", "t.1.b": "Ð³Û³ëï³Ý"})
    assert judged.record.values == {"a": "տեuակներ", "t": ({"b": "Ð³Û³ëï³Ý"},)}
    assert codes(judged.findings) == [("mixed-letters", "a"), ("old-font", "t.1.b")]
    assert judged.findings[0].written == "տեuակներ"
    assert str(judged.findings[1].text).endswith("Probably meant: “Հայաստան”. Compare it with the document.")


def test_only_texts_are_looked_at() -> None:
    """What is no text is typed for certain, or told already."""
    asked = form(field("place", FieldType.DATE))
    assert codes(judge(asked, {"place": "21 նnյեմբերի"}).findings) == [("date-ambiguous", "place")]


def test_what_is_looked_at_has_an_end() -> None:
    assert found("ա" * 20_000 + " տեuակ") == {}
    assert found("ա " * 5_000 + " տեuակ") == {"mixed-letters": "տեսակ"}


def test_armenian_with_letters_of_today_is_no_old_font() -> None:
    assert armenian_of("Հայաստան Ð³Û³ëï³Ý") is None
