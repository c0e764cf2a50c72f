"""Faults to be planted in the real catalogs, one at a time: what a translator's slip makes of a translation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from formgen.translate.po import Entry

Change = Callable[[Entry], Entry]


@dataclass(frozen=True)
class Plant:
    """A fault: the code it must be found by, where it is planted, what makes it; `at` is where it is told."""

    code: str
    locale: str
    domain: str
    context: str
    change: Change
    at: str | None = None


def say(make: Callable[[str], str]) -> Change:
    return lambda entry: replace(entry, strings=(make(entry.said),))


def swap(old: str, new: str) -> Change:
    def change(entry: Entry) -> Entry:
        assert old in entry.said, (entry.context, entry.said)
        return replace(entry, strings=(entry.said.replace(old, new, 1),))

    return change


def text(said: str) -> Change:
    return say(lambda _: said)


def fuzzy(entry: Entry) -> Entry:
    return replace(entry, flags=(*entry.flags, "fuzzy"))


def old_font(said: str) -> str:
    """The letters in the places where the old Armenian fonts have them."""

    def sign(char: str) -> str:
        if "Ա" <= char <= "Ֆ":
            return chr(0xB2 + 2 * (ord(char) - 0x531))
        if "ա" <= char <= "ֆ":
            return chr(0xB3 + 2 * (ord(char) - 0x561))
        return {"և": "¨", "։": "£"}.get(char, char)

    return "".join(map(sign, said))


def decomposed(said: str) -> str:
    changed = unicodedata.normalize("NFD", said)
    assert changed != said
    return changed


HELP = "referral_number.help"
CLOSURE = "closure.identification"
SCORES = "certification.cert_consent.cert_consent_text.1"
AGREED = "closure.communication.client_agrees.label"

PLANTS = [
    # --- not there, or not of this text
    Plant("missing", "hy", "closure", f"{CLOSURE}.{HELP}", text("")),
    Plant("missing", "en", "referral", "referral.title", text("")),
    Plant("fuzzy", "hy", "closure", "closure.title", fuzzy),
    Plant("fuzzy", "en", "certification", "certification.title", fuzzy),
    Plant("obsolete", "hy", "closure", f"{CLOSURE}.{HELP}", lambda entry: replace(entry, obsolete=True)),
    Plant("obsolete", "en", "closure", f"{CLOSURE}.{HELP}", lambda entry: replace(entry, obsolete=True)),
    Plant("identical", "hy", "closure", f"{CLOSURE}.case_number.label", text("Case number")),
    Plant("identical", "hy", "formgen", "print.whole-number-hint", lambda entry: replace(entry, strings=(entry.text,))),
    # --- placeholders
    Plant("placeholder-lost", "hy", "certification", SCORES, swap("{processor}", "ՄՍԾ")),
    Plant("placeholder-lost", "en", "certification", SCORES, swap("{processor}", "USS")),
    Plant("placeholder-lost", "hy", "formgen", "error.unknown-form", swap("{form}", "այդպիսի")),
    Plant("placeholder-added", "hy", "closure", "closure.title", say(lambda said: f"{said} {{form}}")),
    Plant("placeholder-added", "en", "closure", "closure.title", say(lambda said: f"{said} {{form}}")),
    Plant("placeholder-added", "hy", "formgen", "error.unknown-form", swap("{form}", "{form} {form}")),
    Plant("placeholder-misspelt", "hy", "certification", SCORES, swap("{max_score}", "{max_skore}")),
    Plant("placeholder-misspelt", "en", "certification", SCORES, swap("{benchmark}", "{benchmrak}")),
    Plant("placeholder-misspelt", "hy", "formgen", "error.unknown-form", swap("{form}", "{ձև}")),
    # --- figures
    Plant("number-differs", "hy", "closure", "closure.source", swap("2.2", "2.3")),
    Plant("number-differs", "en", "closure", "closure.source", swap("Table 2", "Table 3")),
    Plant("number-differs", "hy", "certification", SCORES, swap("1-ից 5", "1-ից 6")),
    Plant("number-differs", "hy", "certification", "certification.part_1_2.title", swap("1.2 ", "")),
    # --- spaces
    Plant("space-leading", "hy", "closure", "closure.title", say(lambda said: f" {said}")),
    Plant("space-leading", "en", "closure", "closure.title", say(lambda said: f" {said}")),
    Plant("space-leading", "hy", "referral", "referral.title", say(lambda said: f"\u00a0{said}")),
    Plant("space-trailing", "hy", "closure", f"{CLOSURE}.{HELP}", say(lambda said: f"{said} ")),
    Plant("space-trailing", "en", "closure", f"{CLOSURE}.{HELP}", say(lambda said: f"{said}\n")),
    Plant("space-trailing", "hy", "referral", "referral.title", say(lambda said: f"{said}\t")),
    Plant("space-double", "hy", "closure", "closure.title", say(lambda said: said.replace(" ", "  ", 1))),
    Plant("space-double", "en", "closure", "closure.title", say(lambda said: said.replace(" ", "  ", 1))),
    # --- brackets
    Plant("brackets", "hy", "closure", "closure.choices.closure_reason.plan_complete", swap(")", "")),
    Plant("brackets", "en", "closure", "closure.choices.closure_reason.plan_complete", swap("(", "")),
    Plant("brackets", "hy", "closure", "closure.choices.closure_reason.mutual_agreement", swap(")", "]")),
    Plant(
        "brackets-lost",
        "hy",
        "closure",
        "closure.choices.closure_reason.plan_complete",
        say(lambda said: re.sub(r"[()]", "", said)),
    ),
    Plant(
        "brackets-lost",
        "en",
        "closure",
        "closure.choices.closure_reason.plan_complete",
        say(lambda said: re.sub(r"[()]", "", said)),
    ),
    # --- the end of a sentence
    Plant("end-punctuation", "hy", "closure", f"{CLOSURE}.{HELP}", swap("։", "")),
    Plant("end-punctuation", "hy", "closure", f"{CLOSURE}.{HELP}", swap("։", ".")),
    Plant("end-punctuation", "hy", "closure", "closure.title", say(lambda said: f"{said}։")),
    Plant("end-punctuation", "en", "closure", f"{CLOSURE}.{HELP}", swap(".", "")),
    Plant("end-punctuation", "en", "closure", "closure.title", say(lambda said: f"{said}.")),
    Plant("end-punctuation", "en", "closure", AGREED, swap("?", ".")),
    Plant("colon-for-stop", "hy", "closure", f"{CLOSURE}.{HELP}", swap("։", ":")),
    Plant("colon-for-stop", "hy", "certification", SCORES, swap("գնահատում։", "գնահատում:")),
    Plant("colon-for-stop", "hy", "closure", AGREED, swap("։", ":")),
    Plant("leader-for-stop", "hy", "closure", f"{CLOSURE}.{HELP}", swap("։", "․")),
    Plant("leader-for-stop", "hy", "certification", SCORES, swap("գնահատում։", "գնահատում․")),
    Plant("question-mark", "hy", "closure", AGREED, swap("՞", "")),
    Plant("question-mark", "hy", "closure", AGREED, say(lambda said: said.replace("՞", "").replace("։", "?"))),
    Plant("question-mark", "hy", "service_evaluation", "service_evaluation.context.anonymous.label", swap("՞", "")),
    # --- letters
    Plant("mixed-script", "hy", "closure", "closure.title", swap("Դեպքի", "Դեպqի")),
    Plant("mixed-script", "hy", "closure", "closure.title", swap("ձև", "ձl")),
    Plant("mixed-script", "hy", "closure", f"{CLOSURE}.client_name.label", swap("Շահառուի", "Շահառոuի")),
    Plant("mixed-script", "hy", "referral", "referral.title", swap("ձև", "ձеվ")),
    Plant("mixed-script", "en", "closure", "closure.title", swap("Case", "Cаse")),
    Plant("mixed-script", "en", "referral", "referral.title", swap("form", "fօrm")),
    Plant("old-encoding", "hy", "closure", "closure.title", say(old_font)),
    Plant("old-encoding", "hy", "closure", f"{CLOSURE}.client_birth_date.label", say(old_font)),
    Plant("not-nfc", "hy", "closure", "closure.title", say(lambda said: decomposed(f"{said} é").replace(" e", " e"))),
    Plant("not-nfc", "en", "closure", "closure.title", say(lambda said: decomposed(said.replace("Case", "Casé")))),
    Plant("no-glyph", "hy", "closure", "closure.title", say(lambda said: f"{said} ☺")),
    Plant("no-glyph", "en", "closure", "closure.title", say(lambda said: f"{said} 漢")),
    # --- quotation marks
    Plant("quotes", "hy", "closure", "closure.title", swap("Դեպքի", '"Դեպքի"')),
    Plant("quotes", "hy", "closure", "closure.title", swap("Դեպքի", "“Դեպքի”")),
    Plant("quotes", "en", "closure", "closure.title", swap("Case", '"Case"')),
    # --- words
    Plant("glossary", "hy", "referral", "referral.title", swap("Ուղղորդման", "Ուղեգրի")),
    Plant("glossary", "hy", "closure", f"{CLOSURE}.client_phone.label", swap("Շահառուի", "Հաճախորդի")),
    Plant("same-options", "hy", "closure", "closure.choices.closure_reason.migration", text("Մահ")),
    Plant("same-options", "en", "closure", "closure.choices.closure_reason.migration", text("Death")),
    Plant("same-labels", "hy", "closure", f"{CLOSURE}.referral_number.label", text("Դեպքի համարը")),
    Plant("same-labels", "en", "closure", f"{CLOSURE}.referral_number.label", text("Case number")),
    Plant("title-is-label", "hy", "closure", "closure.identification.title", text("Դեպքի համարը")),
    Plant("title-is-label", "en", "closure", "closure.identification.title", text("Case number")),
]
