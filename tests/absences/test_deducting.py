"""A service not done: a thirtieth for each day, indivisible; who is asked for it; taken back, both kept."""

from datetime import date

import pytest
from pypdf import PdfReader

from massicot.absences import queries, services
from massicot.absences.models import Absence, Deduction
from massicot.absences.rules import AbsenceState
from massicot.absences.rules.deductions import (
    DeductionFate,
    NobodyWasAway,
    NothingToDeduct,
    PayerUnknown,
    fate_of,
    thirtieths,
)
from massicot.documents.deduction import make_deduction, make_deduction_back
from massicot.missions.rules.hours import HalfDay
from massicot.persons.models import Situation
from massicot.persons.rules import EmployerKind
from tests.absences import absent
from tests.absences.absent import AFTER, AFTERNOON, MORNING, NEXT_AFTERNOON
from tests.absences.test_answering import take_back
from tests.cast import ODILE
from tests.keeping import kept

built = kept(absent.called)


def unjustified(*halves, identifier="BOB"):
    absence, *_ = [absent.observe(identifier, half) for half in halves]
    services.leave_unjustified(absence_id=absence.pk, by=ODILE, at=AFTER)
    Situation.objects.update(employer_kind=EmployerKind.ACADEMY)
    return absence


def file(absence):
    return services.file_deduction(absence_id=absence.pk, by=ODILE, at=AFTER)


def test_half_a_day_is_one_thirtieth_and_so_is_a_whole_one():
    first, second = date(2017, 6, 1), date(2017, 6, 2)
    morning, afternoon = HalfDay.MORNING, HalfDay.AFTERNOON
    assert thirtieths([(first, morning)]) == 1
    assert thirtieths([(first, morning), (first, afternoon)]) == 1
    assert thirtieths([(first, afternoon), (second, morning)]) == 2


@pytest.mark.parametrize(
    ("kind", "is_state_agent", "fate"),
    [
        (EmployerKind.ACADEMY, None, DeductionFate.PAY),
        (EmployerKind.CFA, True, DeductionFate.PAY),
        ("", True, DeductionFate.PAY),
        (EmployerKind.CONTRACT, None, DeductionFate.TO_CONFIRM),
        (EmployerKind.CFA, False, DeductionFate.EMPLOYER),
        (EmployerKind.OTHER_ACADEMY, True, DeductionFate.EMPLOYER),
        (EmployerKind.OUTSIDE, False, DeductionFate.EMPLOYER),
    ],
)
def test_who_is_asked_follows_who_employs(kind, is_state_agent, fate):
    assert fate_of(kind, is_state_agent=is_state_agent, person="Bob") is fate


def test_nothing_is_deducted_from_the_retired_nor_before_the_employer_is_known():
    with pytest.raises(NothingToDeduct, match="Bob is retired"):
        fate_of(EmployerKind.RETIRED, is_state_agent=None, person="Bob")
    with pytest.raises(PayerUnknown, match="Who employs Bob"):
        fate_of("", is_state_agent=None, person="Bob")


@pytest.mark.django_db
def test_the_file_counts_the_days_and_says_nothing_of_why(built):
    row = file(unjustified(MORNING, NEXT_AFTERNOON))
    assert (row.thirtieths, row.fate, row.is_referred) == (2, DeductionFate.PAY, False)
    assert Absence.objects.get().state == AbsenceState.DEDUCTED
    assert "none-given" not in row.facts


@pytest.mark.django_db
def test_the_letter_says_on_which_days_and_how_many_thirtieths(built, tmp_path):
    absence = unjustified(MORNING, AFTERNOON, NEXT_AFTERNOON)
    services.file_deduction_and_refer(absence_id=absence.pk, by=ODILE, at=AFTER)
    pdf = tmp_path / "letter.pdf"
    pdf.write_bytes(make_deduction(queries.deduction_document(Deduction.objects.get())))
    (page,) = PdfReader(pdf).pages
    text = " ".join(page.extract_text().split())
    for said in (
        "Bob BADIANE",
        "1er juin 2017 journée entière",
        "2 juin 2017 après-midi",
        "2 trentièmes",
        "disciplinaire",
    ):
        assert said in text
    assert f"A-{absence.pk}" in text


@pytest.mark.django_db
def test_a_document_that_comes_takes_the_deduction_back_and_both_are_kept(built):
    absence = unjustified(MORNING)
    file(absence)
    take_back(absence, at=AFTER)
    assert Absence.objects.get().state == AbsenceState.OBSERVED
    services.leave_unjustified(absence_id=absence.pk, by=ODILE, at=AFTER)
    again = file(absence)
    first = Deduction.objects.get(taken_back_at=AFTER)
    assert [queries.deduction_document(row).reference for row in (first, again)] == [
        f"A-{absence.pk}",
        f"A-{absence.pk}-2",
    ]


def read(content, tmp_path):
    (tmp_path / "letter.pdf").write_bytes(content)
    (page,) = PdfReader(tmp_path / "letter.pdf").pages
    return " ".join(page.extract_text().split())


@pytest.mark.django_db
def test_a_letter_that_is_taken_back_says_so_across_and_another_one_takes_it_back(built, tmp_path):
    absence = unjustified(MORNING)
    file(absence)
    before = queries.deduction_document(Deduction.objects.get())
    assert "NNULÉE" not in read(make_deduction(before), tmp_path)
    take_back(absence, at=AFTER)
    void = queries.deduction_document(Deduction.objects.get())
    first = read(make_deduction(void), tmp_path)
    assert "ANNULÉE" in first
    assert "annulée depuis le samedi 3 juin 2017" in first
    back = read(make_deduction_back(void, void.taken_back_on), tmp_path)
    for said in ("Cette demande est annulée", f"référence A-{absence.pk}", "1 trentième", "Le samedi 3 juin 2017"):
        assert said in back
    assert "ANNULÉE" not in back


@pytest.mark.django_db
def test_nothing_is_deducted_where_the_register_ended_each_half_day(built):
    absence = unjustified(MORNING)
    file(absence)
    absent.come()
    take_back(absence, at=AFTER)
    services.leave_unjustified(absence_id=absence.pk, by=ODILE, at=AFTER)
    with pytest.raises(NobodyWasAway, match="Bob BADIANE"):
        file(absence)
