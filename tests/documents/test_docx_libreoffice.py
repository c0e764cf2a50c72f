"""What people do in LibreOffice to a form, kept as Word document and as text of OpenDocument: both say the same.

LibreOffice 7.4 makes plain words of recorded changes and struck words inside text controls, before anybody sees them;
what is shown here is done to words outside of controls.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from formgen.model.slot import SlotKind
from tests.clients.libreoffice import LibreOffice, W
from tests.documents.test_docx_tampering import ANY_TEXT, DELETED, INSERTED, RUN
from tests.documents.word_copies import BASES, Copy, Read, replace, runs
from tests.loop import read

ENDINGS = ("docx", "odt")
SOME = BASES[::5]


def through(held: Copy, ending: str, office: Callable[[], LibreOffice], tmp_path: Path) -> Read:
    """A copy opened and saved in LibreOffice."""
    path, saved = tmp_path / "sent.docx", tmp_path / f"saved.{ending}"
    path.write_bytes(held.content())
    office().save(path, saved)
    return Read(read(saved, held.case.received))


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("form", "locale"), SOME)
def test_recorded_changes(
    form: str, locale: str, ending: str, office: Callable[[], LibreOffice], tmp_path: Path
) -> None:
    held = Copy(form, locale)
    blocks = held.slots(SlotKind.BLOCK)
    texts = [slot for slot in held.slots(*ANY_TEXT) if slot.field.type in {"text", "multiline"}]
    key = (blocks or texts)[0].key
    new = "նոր խոսք" if blocks else held.entry(key)
    held.write(key, f"<w:p>{RUN.format('x')}</w:p>" if blocks else "x")
    run = next(held.unlock(key).iter(f"{W}r"))
    replace(run, runs(DELETED.format(901, "նախկին խոսք") + INSERTED.format(902, RUN.format(new))))
    found = through(held, ending, office, tmp_path)
    assert found.record == {**held.expected, key: new}
    assert found.findings == [*held.expected_findings, ("tracked-change", key)]
    assert found.written("tracked-change") == [new]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("form", "locale"), SOME)
def test_words_elsewhere_hidden_and_struck(
    form: str, locale: str, ending: str, office: Callable[[], LibreOffice], tmp_path: Path
) -> None:
    held = Copy(form, locale)
    first, second, *_ = [slot.key for slot in held.slots(*ANY_TEXT)]
    held.body.insert(len(held.body) - 1, runs("<w:p><w:r><w:t>Հավելված՝ 3 էջ</w:t></w:r></w:p>")[0])
    held.type_into(held.label(first), "<w:p><w:r><w:t>տես ներքևում</w:t></w:r></w:p>")
    held.type_into(held.cell(first), "<w:r><w:rPr><w:vanish/></w:rPr><w:t>թաքուն</w:t></w:r>")
    struck = held.cell(second)
    held.unlock(second)
    for run in struck.iter(f"{W}r"):
        for old in run.findall(f"{W}rPr"):
            run.remove(old)
        run.insert(0, runs("<w:rPr><w:strike/></w:rPr>")[0])
    found = through(held, ending, office, tmp_path)
    assert found.record == {**held.expected, second: None}
    assert sorted(map(str, found.findings)) == sorted(
        map(
            str,
            [
                *held.expected_findings,
                ("remark", None),
                ("remark", first),
                ("hidden-answer", first),
                ("struck-out", second),
            ],
        )
    )
