"""Texts that do not fit where they are printed are told with the millimetres; pages are drawn with faults framed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from formgen.pipeline.project import Project
from formgen.pipeline.translating.catalogs import Domain, rooms_of, update_catalogs
from formgen.pipeline.translating.checks import check_domain
from formgen.pipeline.translating.preview import preview
from formgen.translate.faults import TranslationFault
from formgen.translate.template import form_messages
from tests.loop import ROOT

LONG = {
    "hy": "Առանձնահատկություններիցմեծապեստարբերվողնպատակը" * 2,
    "en": "Unpronounceablyoverlongincomprehensiblegoal" * 2,
}
COLUMN = {"hy": "Նպատակը", "en": "Goal"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name in ("forms", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return Project(tmp_path)


def change(project: Project, locale: str, old: str, new: str) -> None:
    path = project.catalog_path(locale, "closure")
    text = path.read_text(encoding="utf-8")
    assert f'msgstr "{old}"' in text
    path.write_text(text.replace(f'msgstr "{old}"', f'msgstr "{new}"', 1), encoding="utf-8")


def faults(project: Project, locale: str) -> list[TranslationFault]:
    return list(check_domain(project, Domain("closure", project.definition("closure")), locale))


@pytest.mark.parametrize("locale", ["hy", "en"])
def test_too_wide_for_a_column(project: Project, locale: str) -> None:
    change(project, locale, COLUMN[locale], LONG[locale])
    (fault,) = faults(project, locale)
    assert fault.code == "too-wide"
    line = project.catalog_path(locale, "closure").read_text(encoding="utf-8").split("\n")[fault.line - 1]
    assert line == f'msgstr "{LONG[locale]}"'
    room = next(room for room in rooms_of(project, project.definition("closure"), locale) if room.over)
    assert fault.values["over"] == f"{room.over:.1f}"
    assert 0 < room.over < 100


def test_too_wide_for_one_line(project: Project) -> None:
    change(project, "hy", "Դեպքի փակման ձև", "Դեպքի փակման շատ երկար " * 5 + "ձև")
    codes = {fault.code for fault in faults(project, "hy")}
    assert codes == {"too-wide"}


def test_too_long_for_its_pages(project: Project) -> None:
    said = "Փակման հիմնական պատճառը"
    change(project, "hy", said, " ".join([said] * 400))
    (fault,) = faults(project, "hy")
    assert fault.code == "too-long"


def test_every_text_has_its_room(project: Project) -> None:
    """But those of a list to choose from, which a viewer shows in its own size."""
    form = project.definition("referral")
    rooms = list(rooms_of(project, form, "hy"))
    listed = {choice.label.context for each in form.fields.values() if each.combo for choice in each.choices}
    assert {message.context for message in form_messages(form)} - listed <= {room.context for room in rooms}
    assert [room for room in rooms if room.over or room.width <= 5] == []


def test_pages_are_drawn_with_faults_framed(project: Project, tmp_path: Path) -> None:
    change(project, "hy", "Մահ", "Մահvան")
    (found,) = preview(project, "hy", ("closure",), tmp_path / "out")
    assert [(number, fault.code) for number, fault in found.faults] == [(1, "mixed-script")]
    pictures = [path for path in found.paths if path.suffix == ".png"]
    assert len(pictures) == len(pypdfium2.PdfDocument(found.paths[0]))
    framed = [sum(1 for red, green, _ in Image.open(path).getdata() if red > 180 and green < 60) for path in pictures]
    assert framed[0] > 200
    assert framed[1:] == [0] * len(framed[1:])


def test_updating_twice_changes_nothing_and_no_text(project: Project) -> None:
    before = {path: path.read_bytes() for path in (project.folder / "locales").rglob("*.po")}
    list(update_catalogs(project))
    for path, content in before.items():
        lines = [line for line in content.split(b"\n") if line.startswith((b"msgid", b"msgstr", b'"', b"# "))]
        now = [line for line in path.read_bytes().split(b"\n") if line.startswith((b"msgid", b"msgstr", b'"', b"# "))]
        assert set(lines) <= set(now)
    assert not any(each.changed for each in update_catalogs(project))
