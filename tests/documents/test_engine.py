"""The press: identical bytes for identical values, our own fonts, and no document with a warning."""

import dataclasses
import io
import multiprocessing
import os
import subprocess
import sys
import typing
from concurrent.futures import ProcessPoolExecutor

import pypdf
import pytest
from PIL import ImageFont

from massicot.documents import (
    anonymity_list,
    attendance_register,
    despatch_note,
    engine,
    labels,
    mark_sheet,
)

FRENCH = "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ«»–·’…×°"

MAKERS = [
    (labels.make_labels, "label_sheets"),
    (anonymity_list.make_anonymity_list, "anonymity"),
    (attendance_register.make_attendance_register, "register"),
    (despatch_note.make_despatch_note, "note"),
    (mark_sheet.make_mark_sheet, "sheet"),
]


@pytest.fixture(scope="module")
def other_process():
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


@pytest.mark.parametrize(("make", "content"), MAKERS)
def test_the_same_content_gives_the_same_bytes_here_and_in_another_process(make, content, request, other_process):
    content = request.getfixturevalue(content)
    pdf = make(content)
    assert make(content) == pdf
    assert other_process.submit(make, content).result() == pdf


@pytest.mark.parametrize(("make", "content"), MAKERS)
def test_pages_say_which_document_they_belong_to_and_how_many_there_are(make, content, request, read):
    printed = read(make(request.getfixturevalue(content)))
    title = pypdf.PdfReader(io.BytesIO(printed.pdf)).metadata.title
    identifier = title.rpartition(" – ")[2]
    for rank, page in enumerate(printed.pages, start=1):
        assert identifier in page
        assert f"page {rank} / {len(printed.pages)}" in page


def test_only_our_own_fonts_are_used_even_for_a_sign_that_they_lack(anonymity):
    line = dataclasses.replace(anonymity.rooms[0].lines[0], surname="ALPHONSE ШЕВЧЕНКО 漢 ☃ ∀")
    room = dataclasses.replace(anonymity.rooms[0], lines=(line,))
    pdf = anonymity_list.make_anonymity_list(dataclasses.replace(anonymity, rooms=(room,), spares=()))
    fonts = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    families = {font.get_object()["/BaseFont"].partition("+")[2].partition("-")[0] for font in fonts}
    assert families == {"AtkinsonHyperlegible", "OpenSans"}


@pytest.mark.parametrize("style", ["Regular", "Bold", "Italic", "BoldItalic"])
def test_the_font_draws_every_french_letter_and_sign(style):
    font = ImageFont.truetype(engine.FONTS / f"AtkinsonHyperlegible-{style}.ttf", 40)
    missing = bytes(font.getmask("\ue000"))
    assert [sign for sign in FRENCH if bytes(font.getmask(sign)) == missing] == []


@pytest.mark.parametrize("name", ["Nguyễn", "Işık", "Ŵŷ", "Шевченко"])
@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_the_second_font_draws_letters_that_the_first_one_lacks(name, style):
    font = ImageFont.truetype(engine.FONTS / f"OpenSans-{style}.ttf", 40)
    missing = bytes(font.getmask("\ue000"))
    assert [sign for sign in name if bytes(font.getmask(sign)) == missing] == []


def test_a_template_with_a_warning_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "TEMPLATES", tmp_path)
    (tmp_path / "letter.typ").write_text('#set text(font: "Police Absente")\nBonjour')
    with pytest.raises(engine.DefectiveTemplateError, match=r"letter\.typ: unknown font family: police absente"):
        engine.render("letter.typ", {})


def test_a_template_that_does_not_hold_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "TEMPLATES", tmp_path)
    (tmp_path / "letter.typ").write_text("#absent")
    with pytest.raises(engine.DefectiveTemplateError, match=r"letter\.typ: unknown variable: absent"):
        engine.render("letter.typ", {})


@pytest.mark.parametrize(
    "content", [labels.LabelSheets, despatch_note.DespatchNote, despatch_note.CountedNote, mark_sheet.MarkSheet]
)
def test_what_leaves_the_exam_centre_has_no_field_for_a_name(content):
    assert [field for field in fields_of(content) if "name" in field or field in ("candidate", "born_on")] == []


def test_the_walk_over_fields_sees_the_names_of_the_anonymity_list():
    assert {"surname", "first_names"} <= set(fields_of(anonymity_list.AnonymityList))


def fields_of(content):
    """Name every field of a content, through the contents that it holds."""
    hints = typing.get_type_hints(content)
    for field in dataclasses.fields(content):
        yield field.name
        hint = hints[field.name]
        inner = typing.get_args(hint) or (hint,)
        for kind in inner:
            if dataclasses.is_dataclass(kind):
                yield from fields_of(typing.cast("type", kind))


MEASURE = """
from datetime import datetime
from pathlib import Path
from massicot.core import codes
from massicot.documents import headings, labels

paper = {"authority": "A", "session": "BTS", "paper_code": "CGE", "paper_title": "CGE"}
hours = {"starts_at": datetime(2017, 5, 10, 14), "ends_at": datetime(2017, 5, 10, 18)}
heading = headings.Heading(**paper, **hours)
centre = headings.InstitutionHeading("0139999X", "Lycée")
for batch in range(6):
    drawn = [labels.SeatLabel(codes.number_of(batch * 1000 + rank), "1") for rank in range(600)]
    labels.make_labels(labels.LabelSheets(heading, centre, (labels.LabelRoom("B1", drawn),), ()))
peak = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
print(int(peak) // 1024)
"""
# The peak of this program's own memory: `ru_maxrss` starts from that of whoever started it.


def test_six_centres_of_six_hundred_candidates_hold_in_three_hundred_megabytes():
    done = subprocess.run([sys.executable, "-c", MEASURE], capture_output=True, text=True, check=True, env=here())
    assert int(done.stdout) < 300


def here():
    """Give the other process the same places to import from."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
