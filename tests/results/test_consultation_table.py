"""The table of requests: names and what became of each, safe in a spreadsheet, never the number of a script."""

import csv
import io
import json

import pytest

from massicot.audit import queries as audit
from massicot.core import codes
from massicot.exams import queries as exams
from massicot.results import services
from massicot.results.rules.consultation_table import COLUMNS
from massicot.results.rules.consultations import AskerProof, ConsultationStep
from massicot.results.rules.exports import ExportKind
from tests import later_world
from tests.cast import KEY, ODILE, TYPING, candidate_number
from tests.keeping import kept
from tests.results.asking import ask, follow
from tests.results.test_exports import rows_of

pytestmark = pytest.mark.django_db

built = kept(later_world.lifted)


def test_it_tells_what_holds_and_nothing_that_was_taken_back(built):
    asked, waiting = ask(built, 5), ask(built, 9)
    for one in (asked, waiting):
        follow(built, one, ConsultationStep.REFUSE, words="Déjà vue.")
        follow(built, one, ConsultationStep.TAKE_BACK, words="Non.")
    follow(built, asked, ConsultationStep.CHECK, proof=AskerProof.PASSPORT)
    follow(built, asked, ConsultationStep.SHOW, words="Odile")
    follow(built, asked, ConsultationStep.COPY, pages=4)
    first, second = rows_of(built, ExportKind.CONSULTATIONS)
    day = TYPING.date().isoformat()
    told = ("numero_candidat", "demandeur", "suite", "repondue_le", "piece_vue", "pages", "prix_centimes", "motif")
    assert [first[name] for name in told] == [
        *(candidate_number(5), "candidate", "copied", day),
        *("passport", "4", "72", ""),
    ]
    assert [second[name] for name in told] == [candidate_number(9), "candidate", "asked", "", "", "", "", ""]


def test_a_reason_that_looks_like_a_formula_stays_text(built):
    follow(built, ask(built, 5), ConsultationStep.REFUSE, words="=HYPERLINK(1)")
    (row,) = rows_of(built, ExportKind.CONSULTATIONS)
    assert row["motif"] == "'=HYPERLINK(1)"


def test_no_number_of_a_script_leaves_and_that_it_was_taken_is_journalled(built):
    ask(built, 5)
    table = services.export_table(paper=built.paper, kind=ExportKind.CONSULTATIONS, key=None, by=ODILE, at=TYPING)
    text = table.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))) == 1
    assert not codes.number_within(text)
    assert later_world.number_of(built, 5) not in text
    line = audit.acts_of(exams.subject_of(built.paper))[-1]
    assert (line.act, json.loads(line.facts)) == ("RequestsExported", {"paper": "CGE", "lines": 1})


def test_the_table_of_a_paper_that_nobody_asked_about_is_empty(built):
    for key in (KEY, None):
        table = services.export_table(paper=built.paper, kind=ExportKind.CONSULTATIONS, key=key, by=ODILE, at=TYPING)
        assert table.decode("utf-8-sig").splitlines() == [";".join(COLUMNS)]
