"""One case's whole life, in mixed media and languages: every link and every figure must be right at its end."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from click.testing import CliRunner

from formgen.cli.app import build
from formgen.cli.language import speaker
from formgen.cli.session import Session
from formgen.model.document import Format, ReadBy, Stamp
from formgen.model.form import FieldType
from formgen.pipeline.exporting import ExportFormat, Order, export
from formgen.pipeline.keying.typing import Paper, Step, Typed, next_step, number_of, read
from formgen.pipeline.registry.cases import case, gaps
from formgen.pipeline.registry.taking import Outcome
from formgen.pipeline.statistics import measure
from formgen.report.export.columns import Wanted
from formgen.store.documents import documents_of
from formgen.store.kept import State
from formgen.store.opening import Store
from formgen.store.records import Query, find
from tests.clients import pdfjs, spreadsheet, word
from tests.clients.entry import Entry
from tests.clients.libreoffice import LibreOffice
from tests.forms import PROJECT, RECEIVED
from tests.loop import PROJECT as SHARED
from tests.loop import blank, localized
from tests.roundtrip.cases import Case, cases, entries
from tests.stored import new_store, taken_in

NUMBER, REFERRAL = "ԵՐ-2026-00777", "ՆՄ-2026-0017"
CASES = {each.name: each for each in cases()}
REPLY = {"reply_status": "accepted", "reply_date": "2026-11-21"}


def with_answers(name: str, **more: object) -> Case:
    sample = CASES[name]
    return replace(sample, answered={**sample.answered, **more}, typed={})


def written(sample: Case, locale: str, only: Mapping[str, object] | None = None) -> list[Entry]:
    """What a person puts into a blank of a language; `only` some of the answers."""
    found = entries(sample, localized(sample.form, locale))
    return [each for each in found if only is None or each.key in only]


def made(folder: Path, form: str, locale: str, format_: Format) -> Path:
    path = folder / f"{form}.{locale}.{format_}"
    path.write_bytes(blank(form, locale, format_))
    return path


def on_paper(paper: Paper, answered: Mapping[str, object]) -> Iterator[str]:
    """The lines a clerk types of a paper copy."""
    typed, step = Typed(), next_step(paper, Typed(), None)[0]
    while step is not None:
        line = _line(step, answered.get(step.item.id), paper)
        yield from line.split("\n")
        if step.field.type is FieldType.MULTILINE and line:
            yield "."
        if line:
            typed.put(step, read(paper, typed, step, line)[0])
        step = next_step(paper, typed, step)[0]


def _line(step: Step, value: object, paper: Paper) -> str:
    if value is None:
        return ""
    if step.field.choices:
        wanted = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        codes = [str(each) for each in wanted] if isinstance(wanted, list) else [str(wanted)]
        return ", ".join(number_of(step, each) for each in step.field.choices if each.code in codes)
    if step.field.type is FieldType.DATE:
        return dt.date.fromisoformat(str(value)).strftime("%d.%m.%Y")
    return str(value)


def key_in(store: Store, scan: Path) -> None:
    sample = CASES["evaluation-client"]
    form = SHARED.shown(SHARED.definition("service_evaluation"), "hy", "client")
    paper = Paper(form, SHARED.lexicon(SHARED.definition("service_evaluation"), "client"), RECEIVED)
    lines = [*on_paper(paper, sample.answered), "այո"]
    say = speaker("hy")
    arguments = ["records", "key", "service_evaluation", "--variant", "client", "--scan", str(scan)]
    arguments += ["--db", str(store.path), "--received", RECEIVED.isoformat(), "--channel", "mail"]
    cli = build(say, Session(str(PROJECT), "hy", say))
    given = "".join(f"{line}\n" for line in lines)
    result = CliRunner().invoke(cli, arguments, input=given, catch_exceptions=False, standalone_mode=False)
    assert result.return_value == 0, result.stderr[-2000:]


def test_from_the_referral_to_the_certification(tmp_path: Path, office: Callable[[], LibreOffice]) -> None:
    store = new_store(tmp_path)

    # The case manager fills the referral in Word, in English.
    referral = with_answers("referral-least", case_number=NUMBER, referral_number=REFERRAL)
    sent = tmp_path / "referral.docx"
    word.fill(made(tmp_path, "referral", "en", Format.DOCX), sent, written(referral, "en"))
    first = taken_in(store, sent)
    assert (first.outcome, first.state) == (Outcome.NEW, State.ACCEPTED), first.report and first.report.findings

    # The provider answers in LibreOffice, in the same document; the referral gets its next revision.
    replied = tmp_path / "reply.docx"
    reply = with_answers("referral-least", case_number=NUMBER, referral_number=REFERRAL, **REPLY)
    office().fill_docx(sent, replied, written(reply, "en", REPLY))
    second = taken_in(store, replied)
    assert (second.outcome, second.record) == (Outcome.COMPLETED, first.record)

    # The case is closed in a browser, in Armenian.
    closed = tmp_path / "closure.pdf"
    pdfjs.fill(made(tmp_path, "closure", "hy", Format.PDF), closed, written(with_answers("closure-armenian"), "hy"))
    third = taken_in(store, closed)
    assert (third.outcome, third.state) == (Outcome.NEW, State.ACCEPTED), third.report and third.report.findings

    # The client's evaluation comes on paper, and is typed in.
    scan = tmp_path / "evaluation.jpg"
    scan.write_bytes(b"\xff\xd8\xff\xe0 a photograph")
    key_in(store, scan)

    # The case manager is certified in Excel, for this case among others.
    analysis = f"Վերլուծվել է {NUMBER} դեպքը"
    certification = with_answers("certification-armenian", closed_cases_analysis=analysis)
    sheet = tmp_path / "certification.xlsx"
    blank_sheet = made(tmp_path, "certification", "hy", Format.XLSX)
    spreadsheet.fill(blank_sheet, sheet, written(certification, "hy"))
    fifth = taken_in(store, sheet)
    assert fifth.outcome is Outcome.NEW

    # A copy that comes once more changes nothing.
    assert taken_in(store, _again(sent, tmp_path)).outcome is Outcome.SAME

    the_links_are_right(store)
    the_figures_are_right(store, certification)
    the_export_is_right(store, tmp_path / "out")


def _again(path: Path, folder: Path) -> Path:
    """The same document with other bytes, as a mail program may send it."""
    other = folder / f"again{path.suffix}"
    content = path.read_bytes()
    end = content.rindex(b"PK\x05\x06") + 20
    other.write_bytes(content[:end] + (5).to_bytes(2, "little") + b"again")
    return other


def the_links_are_right(store: Store) -> None:
    with store.read() as connection:
        steps = case(connection, NUMBER)
        kept = {each.stamp.form: each for each in find(connection)}
        assert len(kept) == 4
        assert {(step.kept.stamp.form, step.by) for step in steps} == {
            ("referral", "case"),
            ("closure", "case"),
            ("service_evaluation", "case"),
            ("certification", "cited"),
        }
        # The provider, who had the referral, and the employer, for the client found a job, were not asked yet.
        missing = {(gap.code, gap.kept.stamp.form) for gap in gaps(connection, SHARED)}
        assert missing == {("no-evaluation-provider", "closure"), ("no-evaluation-employer", "closure")}
        referral = kept["referral"]
        assert (referral.revision.number, referral.revision.values["reply_status"]) == (2, "accepted")
        assert {each.stamp and each.stamp.locale for each in documents_of(connection, referral.id)} == {"en"}
        (paper,) = documents_of(connection, kept["service_evaluation"].id)
        assert {each.read_by for each in paper.reading.answers.values()} == {ReadBy.TYPED}
        assert paper.stamp == Stamp("service_evaluation", "1.0", "hy", "client")


def the_figures_are_right(store: Store, certification: Case) -> None:
    found = measure(SHARED, store, Query(), Query(states=(State.ACCEPTED, State.REVIEW)))
    assert {(each.form, each.count) for each in found.counts} == {
        ("referral", 1),
        ("closure", 1),
        ("service_evaluation", 1),
        ("certification", 1),
    }
    of_centre = {each.form for each in found.counts if each.centre == "Վայոց ձորի կենտրոն"}
    assert of_centre == {"referral", "closure", "service_evaluation"}
    assert found.reasons == {"plan_complete": 1}
    told = {
        (each.question, each.indicator.statistic, each.indicator.value): (each.answered, each.figure, each.met)
        for each in found.indicators
        if each.group == "client"
    }
    assert told["cl_wait_minutes", "share", Decimal("0.9")] == (1, Decimal("1.0000"), True)
    assert told["cl_wait_days", "share", Decimal("0.8")] == (1, Decimal("0.0000"), False)
    assert told["cl_respect", "mean", Decimal("4.5")] == (1, Decimal("3.00"), False)
    assert told["cl_information", "mean", Decimal(4)] == (0, None, None)
    (result,) = found.results
    assert result.passed + result.failed == 1
    with store.read() as connection:
        (kept,) = find(connection, Query(forms=("certification",)))
    assert result.mean == Decimal(str(kept.revision.computed["total_score"])).quantize(Decimal("0.01"))
    assert certification.answered["closed_cases_analysis"] == kept.revision.values["closed_cases_analysis"]
    assert {(each.form, each.version): each.count for each in found.arrivals}["referral", "1.0"] == 3


def the_export_is_right(store: Store, out: Path) -> None:
    export(SHARED, store, out, Order(ExportFormat.CSV, Query(), Wanted(frozenset())))
    with (out / "closure.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["case_number"], row["referral_number"]) == (NUMBER, REFERRAL)
    resources = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert {"closure", "closure.goals", "referral", "service_evaluation"} <= {each["name"] for each in resources}
