"""A stamp survives being written and read, in every shape it takes."""

from __future__ import annotations

import pytest

from formgen.document.stamp import bookmark_name, copy_id, file_name, identifier, parse_identifier, qr_payload
from formgen.model.document import Stamp

PLAIN = Stamp("closure", "1.0", "hy")
COPY = Stamp("service_evaluation", "1.0", "en", "client", "ABCDEFGHIJ27")


@pytest.mark.parametrize("stamp", [PLAIN, COPY, Stamp("referral", "12.3.4", "en_GB")])
def test_an_identifier_is_read_back(stamp: Stamp) -> None:
    assert parse_identifier(f" {identifier(stamp)}\n") == stamp


@pytest.mark.parametrize("text", ["", "formgen", "formgen:closure:1.0:hy:-", "formgen:Closure:1.0:hy:-:-", "x" * 5000])
def test_other_texts_are_no_identifier(text: str) -> None:
    assert parse_identifier(text) is None


def test_the_qr_payload_is_the_contract_s() -> None:
    assert qr_payload(PLAIN, 1, 3) == "FG1:CLOSURE:1.0:HY:-:1/3:-"
    assert qr_payload(COPY, 2, 2) == "FG1:SERVICE-EVALUATION:1.0:EN:CLIENT:2/2:ABCDEFGHIJ27"


def test_a_copy_id_depends_on_form_version_and_data_alone() -> None:
    one = copy_id(PLAIN, {"a": "1", "b": "2"})
    assert one == copy_id(Stamp("closure", "1.0", "en"), {"b": "2", "a": "1"})
    others = [copy_id(Stamp("closure", "1.1", "hy"), {"a": "1", "b": "2"}), copy_id(PLAIN, {"a": "1"})]
    assert one not in others
    assert parse_identifier(identifier(Stamp("closure", "1.0", "hy", None, one))) is not None


def test_file_names_are_the_contract_s() -> None:
    assert file_name(Stamp("service_evaluation", "1.0", "hy", "client"), "docx") == (
        "service_evaluation-client-1.0.hy.docx"
    )
    assert file_name(Stamp("referral", "1.0", "hy"), "pdf", "REF-2026-0017") == "referral-1.0-REF-2026-0017.hy.pdf"
    assert file_name(Stamp("referral", "1.0", "hy"), "pdf", "ԵՐ/26 <../x>") == "referral-1.0-ԵՐ-26--..-x-.hy.pdf"


def test_a_bookmark_name_fits_word() -> None:
    name = bookmark_name("fgl_", "measures_table.8.expected_result")
    assert len(name) <= 40
    assert name.replace("_", "").isalnum()
    assert name != bookmark_name("fgl_", "measures_table.7.expected_result")
