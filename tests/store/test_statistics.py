"""Counts and figures against what was put into the store, counted by hand."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from formgen.cli.app import build
from formgen.cli.language import speaker
from formgen.cli.session import Session
from formgen.model.document import Stamp
from formgen.pipeline.project import Project
from formgen.pipeline.statistics import Measured, Statistics, measure
from formgen.store.address import parse_address
from formgen.store.kept import State
from formgen.store.opening import Store, open_store
from formgen.store.records import Query
from formgen.validate.words import folded
from tests.forms import PROJECT
from tests.stored import new_store, put

ACCEPTED = Query(states=(State.ACCEPTED, State.REVIEW))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = new_store(tmp_path_factory.mktemp("store"))
    project = Project(PROJECT)
    closure = Stamp("closure", "1.0", "hy")
    for number, reason in enumerate(["plan_complete", "plan_complete", "death"], start=1):
        put(made, closure, {"case_number": f"Ն-{number}", "closure_reason": reason}, project=project)
    referral = {"case_number": "Ն-1", "referral_number": "Ո-1", "cm_centre": "Շիրակի կենտրոն (նմուշ)"}
    put(made, Stamp("referral", "1.0", "hy"), referral, dt.date(2026, 10, 31), project=project)
    client = Stamp("service_evaluation", "1.0", "hy", "client")
    answers = [("le10", 5), ("11_20", 4), ("gt40", "na"), (None, None)]
    for number, (wait, mark) in enumerate(answers, start=1):
        given = {"case_number": f"Ն-{number}", "cl_wait_minutes": wait, "cl_respect": mark}
        put(made, client, {name: value for name, value in given.items() if value is not None}, project=project)
    form = project.definition("certification")
    scored = [each for each in form.fields.values() if each.weight is not None or each.combine_with is not None]
    best = {each.id: max(each.choices, key=lambda choice: choice.value or 0).code for each in scored}
    least = {each.id: min(each.choices, key=lambda choice: choice.value or 0).code for each in scored}
    for name, marks in {"Ա": best, "Բ": least, "Գ": {}}.items():
        given = {"cm_name": f"Նմուշ {name}", "form_date": "2026-11-01", **marks}
        put(made, Stamp("certification", "1.0", "en"), given, project=project)
    return made


@pytest.fixture(scope="module")
def found(store: Store) -> Statistics:
    return measure(Project(PROJECT), store, Query(), ACCEPTED)


def indicator(found: Statistics, question: str, statistic: str) -> Measured:
    (one,) = (each for each in found.indicators if (each.question, each.indicator.statistic) == (question, statistic))
    return one


def test_records_are_counted_by_form_month_centre_and_status(found: Statistics) -> None:
    assert sum(each.count for each in found.counts) == 11
    referral = next(each for each in found.counts if each.form == "referral")
    assert (referral.month, referral.centre, referral.count) == ("2026-10", "Շիրակի կենտրոն (նմուշ)", 1)
    # A closure and an evaluation of that case are of its centre.
    of_centre = {each.form for each in found.counts if each.centre == "Շիրակի կենտրոն (նմուշ)"}
    assert of_centre == {"referral", "closure", "service_evaluation"}
    assert sum(each.count for each in found.counts if each.form == "closure" and each.centre is None) == 2


def test_closures_are_counted_by_reason(found: Statistics) -> None:
    assert found.reasons == {"plan_complete": 2, "death": 1}


def test_an_indicator_is_of_those_who_answered(found: Statistics) -> None:
    wait = indicator(found, "cl_wait_minutes", "share")
    assert (wait.group, wait.answered, wait.figure, wait.met) == ("client", 3, Decimal("0.6667"), False)
    # “Not applicable” is no answer: two of four marks count.
    mean = indicator(found, "cl_respect", "mean")
    assert (mean.answered, mean.figure, mean.met) == (2, Decimal("4.50"), True)
    assert indicator(found, "cl_respect", "share").met is True
    nobody = indicator(found, "cl_information", "mean")
    assert (nobody.answered, nobody.figure, nobody.met) == (0, None, None)


def test_results_of_certification(found: Statistics) -> None:
    (result,) = found.results
    assert (result.passed, result.failed, result.incomplete) == (1, 1, 1)
    assert (result.most, result.highest) == (result.highest, result.most)
    assert sum(result.bands.values()) == 2


def test_only_accepted_records_give_figures_by_default(store: Store) -> None:
    query = Query(states=(State.ACCEPTED,))
    assert measure(Project(PROJECT), store, Query(), query).reasons == {}


def test_versions_that_arrive(found: Statistics) -> None:
    arrived = {(each.form, each.version, each.origin): each.count for each in found.arrivals}
    assert arrived["referral", "1.0", "Շիրակի կենտրոն (նմուշ)"] == 1
    assert arrived["service_evaluation", "1.0", None] == 4
    assert found.current["closure"] == "1.0"


@pytest.mark.parametrize("locale", ["hy", "en"])
def test_the_command_says_the_same(store: Store, locale: str) -> None:
    def run(*options: str) -> str:
        say = speaker(locale)
        arguments = ["records", "stats", "--db", str(store.path), *options]
        result = CliRunner().invoke(build(say, Session(str(PROJECT), locale, say)), arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    told = json.loads(run("--json", "--status", "accepted", "--status", "review"))
    assert told["reasons"] == {"plan_complete": 2, "death": 1}
    (wait,) = (each for each in told["indicators"] if each["question"] == "cl_wait_minutes")
    assert (wait["figure"], wait["target"], wait["codes"]) == (0.6667, 0.9, ["le10", "11_20"])
    words = run("--status", "review")
    assert ("66,7 %" if locale == "hy" else "66.7 %") in words
    assert "{" not in words


def test_nothing_is_told_of_an_empty_store(tmp_path: Path) -> None:
    nothing = measure(Project(PROJECT), new_store(tmp_path), Query(), Query())
    assert (nothing.counts, nothing.reasons, nothing.results, nothing.unread) == ((), {}, (), 0)


def test_either_database_counts_alike(address: str) -> None:
    made = open_store(parse_address(address), create=True)
    project = Project(PROJECT)
    closure = {"case_number": "Ն-1", "closure_reason": "death"}
    put(made, Stamp("closure", "1.0", "hy"), closure, sender="Sample office", project=project)
    referral = {"case_number": "Ն-1", "referral_number": "Ո-1", "cm_centre": "Շիրակ"}
    put(made, Stamp("referral", "1.0", "hy"), referral, dt.date(2026, 10, 31), project=project)
    found = measure(project, made, Query(), ACCEPTED)
    told = {(each.form, each.month, each.centre, each.status.value, each.count) for each in found.counts}
    assert told == {("closure", "2026-11", "Շիրակ", "review", 1), ("referral", "2026-10", "Շիրակ", "review", 1)}
    assert {(each.form, each.origin, each.count) for each in found.arrivals} == {
        ("closure", "Sample office", 1),
        ("referral", "Շիրակ", 1),
    }
    assert (found.reasons, found.unread) == ({"death": 1}, 0)
    narrowed = Query(centre_key=folded("ՇԻՐԱԿ"), since=dt.date(2026, 11, 1))
    assert [each.form for each in measure(project, made, narrowed, narrowed).counts] == ["closure"]
