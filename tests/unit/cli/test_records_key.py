"""A paper copy typed in at a terminal: piped answers, as a clerk gives them one by one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from formgen.cli.app import build
from formgen.cli.language import speaker
from formgen.cli.session import Session
from formgen.model.document import ReadBy
from formgen.store.address import parse_address
from formgen.store.documents import content, documents_of
from formgen.store.kept import KeptRecord
from formgen.store.opening import Store, open_store
from formgen.store.records import find

YAML = """
form: small
version: "1.0"
title: Small form
source: Test
sections:
  - id: one
    title: First
    items:
      - {id: case_number, type: text, label: Number, required: true, max_len: 30}
      - {id: day, type: date, label: Day}
      - {id: reason, type: choice, label: Reason, choices: reason}
      - id: other
        type: text
        label: Which
        max_len: 60
        visible_if: {field: reason, is: other}
  - id: two
    title: Second
    items:
      - {id: kinds, type: multi_choice, label: Kinds, choices: kind}
      - {id: words, type: multiline, label: Words, max_len: 200, lines: 3}
      - id: rows
        type: table
        label: Rows
        rows: 2
        columns:
          - {id: what, type: text, label: What, span: 6, max_len: 40}
          - {id: when, type: date, label: When, span: 6}
      - {id: signed, type: signature, label: Signature}
choices:
  reason: {plan: Plan complete, other: Other}
  kind: {a: First kind, b: Second kind, c: Third kind}
"""
WHOLE = [
    "ԵՐ-2026-00123",  # the number
    "5.6.2026",
    "2",  # other
    "Տեղափոխվել է",
    "1, 3",
    "Առաջին տող",
    "երկրորդ «տող»",
    ".",
    "գործ",
    "01.02.2026",
    ".",  # no further row
    "1",  # signed
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "small.yaml").write_text(YAML, encoding="utf-8")
    return tmp_path


def key(project: Path, lines: list[str], *options: str, locale: str = "en") -> Result:
    say = speaker(locale)
    arguments = ["records", "key", "small", "--db", str(project / "r.db"), "--received", "2026-11-21", *options]
    cli = build(say, Session(str(project), locale, say))
    given = "".join(f"{line}\n" for line in lines)
    return CliRunner().invoke(cli, arguments, input=given, catch_exceptions=False, standalone_mode=False)


def store_of(project: Path) -> Store:
    return open_store(parse_address(str(project / "r.db")))


def kept(project: Path) -> list[KeptRecord]:
    with store_of(project).read() as connection:
        return list(find(connection))


def test_a_copy_is_typed_in_the_forms_order(project: Path) -> None:
    result = key(project, [*WHOLE, "y"])
    assert result.return_value == 0, result.stderr
    (one,) = kept(project)
    assert one.revision.values == {
        "case_number": "ԵՐ-2026-00123",
        "day": "2026-06-05",
        "reason": "other",
        "other": "Տեղափոխվել է",
        "kinds": ["a", "c"],
        "words": "Առաջին տող\nերկրորդ «տող»",
        "rows": [{"what": "գործ", "when": "2026-02-01"}],
        "signed": {"kind": "drawn", "name": None, "valid": None},
    }
    with store_of(project).read() as connection:
        (document,) = documents_of(connection, one.id)
        assert content(connection, document.id) is None
    assert {answer.read_by for answer in document.reading.answers.values()} == {ReadBy.TYPED}
    assert not list(project.glob("r.db-drafts/*"))


def test_skip_rules_are_followed_and_told(project: Path) -> None:
    lines = ["Ն-1", "", "Plan complete", "", "", ".", "", "y"]
    result = key(project, lines)
    assert result.return_value == 0, result.stderr
    assert "passed over: 1.4 Which" in result.stderr
    assert kept(project)[0].revision.values["other"] is None


def test_a_doubtful_answer_is_asked_again_and_may_stand(project: Path) -> None:
    doubtful = ["Ն-1", "05/06/26", "05.06.2026", "1", "7", "2", "", ".", "2", "y"]
    assert key(project, doubtful).return_value == 0
    values = kept(project)[0].revision.values
    assert (values["day"], values["kinds"]) == ("2026-06-05", ["b"])
    stands = ["Ն-2", "05/06/26", "", "1", "", "", ".", "", "y"]
    assert key(project, stands).return_value == 1
    one = kept(project)[1]
    assert one.revision.values["day"] is None
    assert [(each.code, each.written) for each in one.revision.findings if each.field == "day"] == [
        ("date-ambiguous", "05/06/26")
    ]


def test_back_and_another_answer(project: Path) -> None:
    lines = ["Wrong", "5.6.2026", "<", "<", "Ն-1", "", "1", *[""] * 2, ".", "", "y"]
    assert key(project, lines).return_value == 0
    values = kept(project)[0].revision.values
    assert (values["case_number"], values["day"]) == ("Ն-1", "2026-06-05")


def test_a_question_is_changed_at_the_end(project: Path) -> None:
    lines = [*WHOLE, "1.1", "Ն-9", "2.3", "-", "-", "9.9", "y"]
    result = key(project, lines)
    assert result.return_value == 0, result.stderr
    values = kept(project)[0].revision.values
    assert (values["case_number"], values["rows"]) == ("Ն-9", [])


@pytest.mark.parametrize("stop", range(1, len(WHOLE) + 1))
def test_an_interrupted_session_loses_nothing(project: Path, stop: int) -> None:
    result = key(project, WHOLE[:stop])
    assert result.return_value == 1
    assert not kept(project)
    # A long text that was begun is typed anew, for it has no end yet.
    goes_on = 5 if stop in {6, 7} else stop
    again = key(project, [*WHOLE[goes_on:], "y"])
    assert again.return_value == 0, again.stderr
    (one,) = kept(project)
    assert one.revision.values["words"] == "Առաջին տող\nերկրորդ «տող»"
    assert one.revision.values["rows"] == [{"what": "գործ", "when": "2026-02-01"}]


def test_two_keyings_are_compared(project: Path) -> None:
    second = [*WHOLE]
    second[0], second[4] = "ԵՐ-2026-00132", "1, 2"
    third = ["2", "3", "2, 3"]
    result = key(project, [*WHOLE, *second, *third, "y"], "--second")
    assert result.return_value == 0, result.stderr
    assert "Answers that differ: 2." in result.stderr
    blind = result.stderr.partition("second time")[2].partition("Answers that differ")[0]
    assert "ԵՐ-2026-00123" not in blind
    values = kept(project)[0].revision.values
    assert (values["case_number"], values["kinds"]) == ("ԵՐ-2026-00132", ["b", "c"])


def test_scans_are_the_original_and_keyed_once(project: Path) -> None:
    pages = [project / "1.jpg", project / "2.jpg"]
    for number, page in enumerate(pages):
        page.write_bytes(b"\xff\xd8\xff picture %d" % number)
    scans = [option for page in pages for option in ("--scan", str(page))]
    assert key(project, [*WHOLE, "y"], *scans).return_value == 0
    with store_of(project).read() as connection:
        (document,) = documents_of(connection, kept(project)[0].id)
        original = content(connection, document.id)
    assert original is not None
    assert all(page.read_bytes() in original for page in pages)
    from formgen.pipeline.keying.keeping import AlreadyKeyedError

    with pytest.raises(AlreadyKeyedError):
        key(project, [*WHOLE, "y"], *scans)


def test_a_scan_that_could_not_be_read_gets_its_record(project: Path) -> None:
    scan = project / "scan.jpg"
    scan.write_bytes(b"\xff\xd8\xff picture")
    cli = build(str, Session(str(project), "en", str))
    database = str(project / "r.db")
    CliRunner().invoke(cli, ["ingest", str(scan), "--db", database], standalone_mode=False, catch_exceptions=False)
    assert not kept(project)
    assert key(project, [*WHOLE, "y"], "--scan", str(scan)).return_value == 0
    (one,) = kept(project)
    assert str(one.incoming) == "2026-1"


def test_a_second_copy_of_the_same_case_joins_it(project: Path) -> None:
    yaml = (project / "forms" / "small.yaml").read_text(encoding="utf-8")
    text = yaml.replace('version: "1.0"', 'version: "1.0"\nnumber_field: case_number')
    (project / "forms" / "small.yaml").write_text(text, encoding="utf-8")
    assert key(project, [*WHOLE, "y"]).return_value == 0
    assert key(project, [*WHOLE, "y"]).return_value == 0
    assert len(kept(project)) == 1


def test_the_clerk_is_spoken_to_in_armenian(project: Path) -> None:
    result = key(project, [*WHOLE, "այո"], locale="hy")
    assert result.return_value == 0, result.stderr
    assert "Press Enter" not in result.stderr
    assert json.dumps(kept(project)[0].stamp.locale) == '"hy"'


def test_paper_of_an_earlier_version_is_asked_its_own_questions(project: Path) -> None:
    published = project / "forms" / "published" / "small-1.0"
    published.mkdir(parents=True)
    (published / "small.yaml").write_text(YAML, encoding="utf-8")
    path = project / "forms" / "small.yaml"
    today = (
        path.read_text(encoding="utf-8").replace('version: "1.0"', 'version: "1.1"').replace("label: Day", "label: On")
    )
    path.write_text(today.replace("id: day", "id: on_day") + CHANGES, encoding="utf-8")
    result = key(project, [*WHOLE, "y"], "--version", "1.0")
    assert result.return_value == 0, result.stderr
    assert "Day" in result.stderr
    (one,) = kept(project)
    assert (one.revision.values["on_day"], one.stamp.version) == ("2026-06-05", "1.0")


CHANGES = """
changes:
  - {since: "1.0", renamed: {day: on_day}}
"""


def test_a_scan_that_is_too_large_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from formgen.document.unreadable import UnreadableError
    from formgen.model.finding import finding

    def refused(_: object) -> None:
        raise UnreadableError(finding("damaged"))

    monkeypatch.setattr("formgen.pipeline.keying.keeping.read_file", refused)
    scan = project / "scan.jpg"
    scan.write_bytes(b"x")
    result = key(project, [], "--scan", str(scan))
    assert result.return_value == 1
    assert "scan.jpg" in result.stderr
