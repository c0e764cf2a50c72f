"""Documents join the record they belong to: the same, a later stage of it, put right, or in conflict with it."""

from __future__ import annotations

from typing import Any

import pytest

from formgen.model.document import Stamp
from formgen.model.finding import finding
from formgen.pipeline.registry.deciding import accept, correct, reject
from formgen.pipeline.registry.taking import Outcome
from formgen.store import records
from formgen.store.documents import documents_of
from formgen.store.events import history
from formgen.store.kept import Action, Change, State
from formgen.store.records import Fix
from tests.loop import PROJECT
from tests.registry import Registry, case

REFERRAL = Stamp("referral", "1.0", "hy")
CLOSURE = Stamp("closure", "1.0", "hy")
EVALUATION = Stamp("service_evaluation", "1.0", "en", "provider")
FUNDER = Stamp("service_evaluation", "1.0", "en", "funder")
CERTIFICATION = Stamp("certification", "1.0", "hy")
REPLY = {"reply_status": "accepted", "reply_date": "2026-10-20"}


@pytest.fixture
def registry(address: str) -> Registry:
    """A store of either database."""
    return Registry.at(address)


def referral(**changes: Any) -> dict[str, Any]:
    """The sample referral before the provider's reply, with changes."""
    values = {key: value for key, value in case("referral-armenian").items() if not key.startswith("reply_")}
    return {**values, **changes}


def test_numbers_of_the_journal_have_no_gap(registry: Registry) -> None:
    """They go on from document to document, per year of the day received."""
    taken = [registry.receive(REFERRAL, referral(referral_number=f"A-2026-{n}")) for n in range(3)]
    assert [str(each.incoming) for each in taken] == ["2026-1", "2026-2", "2026-3"]
    assert all(each.outcome is Outcome.NEW and each.record == each.incoming for each in taken)


def test_the_same_answers_are_one_record(registry: Registry) -> None:
    """In another language and format, as another copy: the document is linked, nothing changes."""
    first = registry.receive(REFERRAL, referral())
    second = registry.receive(Stamp("referral", "1.0", "en", None, "ABCDEFGHIJKL"), referral())
    assert (second.outcome, second.record, second.state) == (Outcome.SAME, first.record, State.ACCEPTED)
    kept = registry.record(second.incoming)
    assert (kept.incoming, kept.revision.number) == (first.record, 1)
    with registry.store.read() as connection:
        assert [each.incoming for each in documents_of(connection, kept.id)] == [first.incoming, second.incoming]
        assert [each.action for each in history(connection, kept.id)] == [Action.JOINED]


def test_what_fills_only_blanks_is_the_next_revision(registry: Registry) -> None:
    """The provider's reply completes the referral; the first revision stays, and a late copy of it adds nothing."""
    first = registry.receive(REFERRAL, referral())
    reply = registry.receive(REFERRAL, referral(**REPLY))
    assert (reply.outcome, reply.record) == (Outcome.COMPLETED, first.record)
    kept = registry.record(first.record)
    assert (kept.revision.number, kept.revision.change) == (2, Change.COMPLETED)
    assert kept.revision.values["reply_status"] == "accepted"
    with registry.store.read() as connection:
        before, now = records.revisions_of(connection, kept.id)
    assert before.values["reply_status"] is None
    assert {key for key in now.values if now.values[key] != before.values[key]} == set(REPLY)
    late = registry.receive(REFERRAL, referral(), salt="again")
    assert (late.outcome, registry.record(late.incoming).revision.number) == (Outcome.SAME, 2)


def test_rows_that_follow_complete_a_table(registry: Registry) -> None:
    """A goal more, and a result that was open; a row that says otherwise does not."""
    goals = [{"goal": "Ա", "result": "reached"}, {"goal": "Բ"}]
    registry.receive(CLOSURE, {"case_number": "C-1", "goals": goals})
    longer = [goals[0], {"goal": "Բ", "result": "partly"}, {"goal": "Գ", "result": "reached"}]
    more = registry.receive(CLOSURE, {"case_number": "C-1", "goals": longer})
    assert more.outcome is Outcome.COMPLETED
    assert registry.record(more.incoming).revision.values["goals"] == longer
    other = registry.receive(CLOSURE, {"case_number": "C-1", "goals": [{"goal": "Ա", "result": "partly"}]})
    assert other.outcome is Outcome.CONFLICT


def test_other_answers_are_both_kept_for_a_person(registry: Registry) -> None:
    """Nothing is chosen, nothing is lost; both wait."""
    first = registry.receive(REFERRAL, referral())
    second = registry.receive(REFERRAL, referral(client_given_name="Այլ"))
    assert (second.outcome, second.state) == (Outcome.CONFLICT, State.CONFLICT)
    assert second.record == second.incoming != first.record
    assert registry.record(first.record).status is State.CONFLICT
    assert registry.record(first.record).revision.values["client_given_name"] == referral()["client_given_name"]
    # A third that says what the second said belongs to the second.
    third = registry.receive(REFERRAL, referral(client_given_name="Այլ"), salt="again")
    assert (third.outcome, third.record) == (Outcome.SAME, second.record)
    # What would complete both is for a person too.
    fourth = registry.receive(REFERRAL, {"referral_number": referral()["referral_number"], **REPLY})
    assert fourth.outcome is Outcome.CONFLICT


def test_a_conflict_ends_when_the_other_is_put_aside(registry: Registry) -> None:
    """What is right is then what it was before; what was put aside never contradicts again."""
    first, second = registry.receive(REFERRAL, referral()), registry.receive(REFERRAL, referral(client_phone=None))
    assert second.outcome is Outcome.SAME  # a blank contradicts nothing
    second = registry.receive(REFERRAL, referral(client_given_name="Այլ"))
    with registry.store.write() as connection:
        reject(connection, PROJECT, registry.record(second.record), registry.who(), "wrong")
    assert registry.record(first.record).status is State.ACCEPTED
    again = registry.receive(REFERRAL, referral(client_given_name="Այլ"), salt="again")
    assert (again.outcome, again.record, again.state) == (Outcome.SAME, second.record, State.REJECTED)
    assert registry.record(first.record).status is State.ACCEPTED


def test_a_conflict_ends_when_the_number_is_corrected(registry: Registry) -> None:
    """A number typed wrong was the whole contradiction; and a correction can begin one."""
    first = registry.receive(CLOSURE, case("closure-armenian"))
    second = registry.receive(CLOSURE, {**case("closure-armenian"), "client_name": "Այլ Նմուշ"})
    assert second.outcome is Outcome.CONFLICT
    with registry.store.write() as connection:
        kept = registry.record(second.record)
        decided = correct(connection, PROJECT, kept, {"case_number": "ԵՐ-2026-00778"}, registry.who(), "typed wrong")
    assert decided.state is State.ACCEPTED
    assert registry.record(first.record).status is State.ACCEPTED
    with registry.store.write() as connection:
        kept = registry.record(second.record)
        decided = correct(connection, PROJECT, kept, {"case_number": "ԵՐ-2026-00777"}, registry.who(), None)
    assert decided.state is State.CONFLICT
    assert registry.record(first.record).status is State.CONFLICT


def test_both_can_be_right(registry: Registry) -> None:
    """A person accepts both, with a reason."""
    first = registry.receive(CLOSURE, case("closure-armenian"))
    second = registry.receive(CLOSURE, {**case("closure-armenian"), "closure_reason": "other"})
    with registry.store.write() as connection:
        for number in (first.record, second.record):
            accept(connection, registry.record(number), registry.who(), "closed twice")
    assert registry.record(first.record).status is State.ACCEPTED
    assert registry.record(second.record).status is State.ACCEPTED


@pytest.mark.parametrize(
    ("stamp", "values", "change", "outcome"),
    [
        (REFERRAL, {"referral_number": "A-1", "cm_name": "Ա"}, {"referral_number": "A-2"}, Outcome.NEW),
        (
            REFERRAL,
            {"referral_number": "ՆՄ-2026-0017", "cm_name": "Ա"},
            {"referral_number": "նմ–2026–0017"},
            Outcome.SAME,
        ),
        (CLOSURE, {"case_number": "C-1", "client_name": "Ա"}, {"case_number": "C-2"}, Outcome.NEW),
        (
            CERTIFICATION,
            {"cm_name": "Ա Բ", "form_date": "2026-01-05", "job_title": "x"},
            {"cm_name": "ա բ"},
            Outcome.SAME,
        ),
        (CERTIFICATION, {"cm_name": "Ա Բ", "form_date": "2026-01-05"}, {"form_date": "2026-01-06"}, Outcome.NEW),
        (EVALUATION, {"case_number": "C-1", "provider_name": "Ա"}, {"provider_name": "Բ"}, Outcome.NEW),
        (FUNDER, {"case_number": "C-1", "period_from": "2026-01-01"}, {"period_from": "2026-07-01"}, Outcome.NEW),
    ],
)
def test_what_a_document_is_about(
    registry: Registry, stamp: Stamp, values: dict[str, Any], change: dict[str, Any], outcome: Outcome
) -> None:
    """Each form has answers that say it; how a number is written makes no difference."""
    registry.receive(stamp, values)
    assert registry.receive(stamp, {**values, **change}).outcome is outcome


def test_who_was_asked_tells_evaluations_apart(registry: Registry) -> None:
    """A client and a provider evaluate the same case."""
    values = {"case_number": "C-1", "overall_comments": "Ա"}
    registry.receive(EVALUATION, values)
    client = Stamp("service_evaluation", "1.0", "en", "client")
    assert registry.receive(client, {**values, "overall_comments": "Բ"}).outcome is Outcome.NEW


def test_a_copy_id_joins_what_has_no_number(registry: Registry) -> None:
    """But not what has different ones: one prefilled copy may have been given to many."""
    copy = Stamp("closure", "1.0", "hy", None, "ABCDEFGHIJKL")
    registry.receive(copy, {"cm_name": "Ա"})
    assert registry.receive(copy, {"cm_name": "Ա", "case_number": "C-1"}).outcome is Outcome.COMPLETED
    other = registry.receive(copy, {"cm_name": "Ա", "case_number": "C-2"})
    assert other.outcome is Outcome.NEW
    assert registry.receive(copy, {"cm_name": "Բ"}).outcome is Outcome.CONFLICT


def test_nothing_in_common_is_two_records(registry: Registry) -> None:
    """Two documents without a number and without a copy id are two, even where they say the same."""
    registry.receive(CLOSURE, {"cm_name": "Ա"})
    assert registry.receive(CLOSURE, {"cm_name": "Ա"}, salt="2").outcome is Outcome.NEW


def test_what_could_not_be_read_contradicts_what_could(registry: Registry) -> None:
    """An answer nobody could read is no blank; the same words, unread twice, are the same."""
    unread = finding("date-ambiguous", "case_closed", "05/06/26")
    values = {"case_number": "C-1", "case_closed": "2026-10-05"}
    registry.receive(CLOSURE, values)
    assert registry.receive(CLOSURE, {"case_number": "C-1"}, unread).outcome is Outcome.CONFLICT
    registry.receive(CLOSURE, {"case_number": "C-2"}, unread)
    assert registry.receive(CLOSURE, {"case_number": "C-2"}, unread, salt="2").outcome is Outcome.SAME
    # A later copy on which it can be read settles it.
    settled = registry.receive(CLOSURE, {"case_number": "C-2", "case_closed": "2026-06-05"})
    assert settled.outcome is Outcome.COMPLETED
    kept = registry.record(settled.record)
    assert kept.revision.values["case_closed"] == "2026-06-05"
    assert "date-ambiguous" not in {each.code for each in kept.revision.findings}


def test_unread_words_on_a_blank_place_come_with_their_finding(registry: Registry) -> None:
    """They are nothing that the record says otherwise, but a person must see them."""
    registry.receive(CLOSURE, case("closure-armenian") | {"evaluation_date": None})
    unread = finding("date-ambiguous", "evaluation_date", "05/06/26")
    later = registry.receive(CLOSURE, case("closure-armenian") | {"evaluation_date": None}, unread)
    assert (later.outcome, later.state) == (Outcome.COMPLETED, State.REVIEW)
    assert unread in registry.record(later.record).revision.findings


def test_words_beside_the_answers_are_not_lost(registry: Registry) -> None:
    """A second copy that says the same, with a remark on it, is for a person; the same remark again is not news."""
    first = registry.receive(CLOSURE, case("closure-armenian"))
    assert first.state is State.ACCEPTED
    remark = finding("remark", None, "Զանգահարել նորից", place="1")
    second = registry.receive(CLOSURE, case("closure-armenian"), remark)
    assert (second.outcome, second.record, second.state) == (Outcome.COMPLETED, first.record, State.REVIEW)
    assert remark in registry.record(first.record).revision.findings
    assert registry.receive(CLOSURE, case("closure-armenian"), remark, salt="2").outcome is Outcome.SAME


def test_how_a_second_copy_was_read_does_not_disturb_the_first(registry: Registry) -> None:
    """The answers were certain before; that a copy was found by its labels only changes nothing."""
    first = registry.receive(CLOSURE, case("closure-armenian"))
    by_labels = finding("all-found-by-label", count=20)
    second = registry.receive(CLOSURE, case("closure-armenian"), by_labels)
    assert (second.outcome, registry.record(first.record).status) == (Outcome.SAME, State.ACCEPTED)


def test_an_old_copy_undoes_no_correction(registry: Registry) -> None:
    """What was corrected came from that copy."""
    first = registry.receive(CLOSURE, case("closure-armenian"))
    with registry.store.write() as connection:
        correct(
            connection, PROJECT, registry.record(first.record), {"client_name": "Ճիշտ Անուն"}, registry.who(), "phone"
        )
    again = registry.receive(CLOSURE, case("closure-armenian"), salt="again")
    assert (again.outcome, again.record) == (Outcome.SAME, first.record)
    assert registry.record(first.record).revision.values["client_name"] == "Ճիշտ Անուն"
    other = registry.receive(CLOSURE, {**case("closure-armenian"), "client_name": "Երրորդ Անուն"})
    assert other.outcome is Outcome.CONFLICT


def test_a_copy_that_was_sent_back_changes_what_it_was_asked(registry: Registry) -> None:
    """And nothing else; what was changed meanwhile is not asked any more."""
    first = registry.receive(CLOSURE, case("closure-armenian"))
    kept = registry.record(first.record)
    with registry.store.write() as connection:
        asked = Fix(kept.id, 1, ("client_birth_date", "closure_reason"))
        records.add_fix(connection, "FIXFIXFIXFIX", asked, "clerk", "2026-11-21T00:00:00Z")
    fix = Stamp("closure", "1.0", "hy", None, "FIXFIXFIXFIX")
    beyond = registry.receive(fix, case("closure-armenian") | {"closure_reason": "migration", "client_name": "Ա"})
    assert beyond.outcome is Outcome.CONFLICT
    with registry.store.write() as connection:
        reject(connection, PROJECT, registry.record(beyond.record), registry.who(), "not asked")
    answer = registry.receive(fix, case("closure-armenian") | {"closure_reason": "migration"})
    assert (answer.outcome, answer.record) == (Outcome.FIXED, first.record)
    kept = registry.record(first.record)
    assert (kept.revision.change, kept.revision.values["closure_reason"]) == (Change.FIXED, "migration")
    second = registry.receive(fix, case("closure-armenian") | {"closure_reason": "death"})
    assert second.outcome is Outcome.CONFLICT


def test_merged_answers_are_judged_anew(registry: Registry) -> None:
    """A later stage can break a rule with what stood before, and what was required is no longer missing."""
    values = case("closure-armenian") | {"evaluation_date": None, "authorised_name": None}
    first = registry.receive(CLOSURE, values)
    assert first.state is State.REVIEW
    assert "required" in {each.code for each in registry.record(first.record).revision.findings}
    second = registry.receive(CLOSURE, case("closure-armenian") | {"evaluation_date": None})
    assert (second.outcome, second.state) == (Outcome.COMPLETED, State.ACCEPTED)
    assert registry.receive(REFERRAL, referral()).state is State.ACCEPTED
    reply = registry.receive(REFERRAL, referral(**{**REPLY, "reply_date": "2020-01-01"}))
    assert (reply.outcome, reply.state) == (Outcome.COMPLETED, State.REVIEW)
    assert [each.code for each in registry.record(reply.record).revision.findings if each.written] == ["date-order"]


def test_a_blank_that_came_back_and_then_was_filled_in(registry: Registry) -> None:
    """It is one copy: first nothing, then everything."""
    copy = Stamp("closure", "1.0", "hy", None, "ABCDEFGHIJKL")
    blank = registry.receive(copy, {})
    assert blank.state is State.REVIEW
    filled = registry.receive(copy, case("closure-armenian"))
    assert (filled.outcome, filled.record, filled.state) == (Outcome.COMPLETED, blank.record, State.ACCEPTED)
