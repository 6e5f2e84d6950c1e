"""Documents of an absence: handed in with it or later, kept for a year, and a reason to answer anew."""

from datetime import timedelta

import pytest

from massicot.absences import queries, services
from massicot.absences.models import Absence
from massicot.absences.queries.absences import WAITS
from massicot.absences.rules import AbsenceKind, AbsenceState, Who, absences
from massicot.absences.rules.absences import SaidOfAbsence
from massicot.absences.rules.life import AbsenceMoved
from massicot.audit import queries as audit
from massicot.deposits import queries as deposits
from massicot.deposits.rules import DocumentsNotKept
from tests import cast
from tests.absences import absent
from tests.cast import ODILE
from tests.deposits.papers import CERTIFICATE
from tests.keeping import kept
from tests.missions.calling import ASKED

pytestmark = pytest.mark.django_db
built = kept(absent.called)


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    """The key in its place; give the place."""
    file = tmp_path / "key"
    file.write_text(cast.KEY.secret.hex(), encoding="ascii")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(file)
    return file


def hand_in(absence, who=Who.PERSON, at=ASKED):
    services.hand_in_document(absence_id=absence.pk, document=CERTIFICATE, who=who, by=ODILE, at=at)


def test_a_document_is_kept_with_the_absence_that_it_was_handed_in_with(built):
    absence = absent.announce(said=SaidOfAbsence(AbsenceKind.ILLNESS, "", CERTIFICATE))
    (document,) = queries.documents_of(absence)
    last_day = max(day for day, _ in queries.halves_ever(absence))
    assert (document.about, document.destroy_on) == (f"absence:{absence.pk}", last_day + timedelta(days=365))
    assert deposits.content_of(document.code) == CERTIFICATE
    assert queries.absence_by_id(absence.pk).document == document.code


def test_a_document_that_comes_later_stands_beside_the_first(built):
    absence = absent.announce(said=SaidOfAbsence(AbsenceKind.ILLNESS, "", CERTIFICATE))
    hand_in(absence)
    assert len(queries.documents_of(absence)) == 2
    lines = audit.acts_of(f"absence:{absence.pk}")
    assert [(line.act, line.facts) for line in lines][-1] == ("AbsenceExplained", f'{{"absence":{absence.pk}}}')


def test_nobody_fills_the_disk_with_documents_of_one_absence(built, monkeypatch):
    monkeypatch.setattr(absences, "DOCUMENTS_AT_MOST", 2)
    absence = absent.announce()
    hand_in(absence)
    hand_in(absence)
    with pytest.raises(absences.TooManyDocuments, match="2 documents"):
        hand_in(absence)
    hand_in(absence, Who.OFFICE)
    assert len(queries.documents_of(absence)) == 3


def test_whoever_announces_withdraws_and_announces_anew_hands_no_more_in(built, monkeypatch):
    monkeypatch.setattr(absences, "DOCUMENTS_AT_MOST", 1)
    said = SaidOfAbsence(AbsenceKind.ILLNESS, "", CERTIFICATE)
    absence = absent.announce(said=said)
    services.withdraw_absence_unchecked_replacement(
        absence_id=absence.pk, reason="Guéri", who=Who.PERSON, by=ODILE, at=ASKED
    )
    with pytest.raises(absences.TooManyDocuments, match="1 document"):
        absent.announce(said=said)
    assert Absence.objects.count() == 1


def test_a_document_that_comes_years_later_is_not_destroyed_before_anybody_reads_it(built):
    absence = absent.announce()
    hand_in(absence, at=ASKED + timedelta(days=900))
    (document,) = queries.documents_of(absence)
    assert document.destroy_on == ASKED.date() + timedelta(days=900 + 62)


@pytest.mark.parametrize("state", [AbsenceState.EXEMPTED, AbsenceState.WITHDRAWN, AbsenceState.OBSERVED])
def test_no_document_is_handed_in_where_none_is_waited_for(built, state):
    absence = absent.announce()
    Absence.objects.update(state=state)
    with pytest.raises(AbsenceMoved):
        hand_in(absence)
    assert queries.documents_of(absence) == []


def test_without_the_key_an_absence_is_announced_without_its_document(built, key_file):
    key_file.unlink()
    with pytest.raises(DocumentsNotKept):
        absent.announce(said=SaidOfAbsence(AbsenceKind.ILLNESS, "", CERTIFICATE))
    assert Absence.objects.count() == 0
    assert absent.announce().document == ""


def test_a_document_that_comes_after_an_answer_waits_until_the_office_says_that_it_stands(built):
    absence = absent.announce()
    Absence.objects.update(state=AbsenceState.REFUSED, answered_at=ASKED - timedelta(hours=1))
    upheld = {"absence_id": absence.pk, "by": ODILE, "at": ASKED + timedelta(hours=1)}
    with pytest.raises(AbsenceMoved):
        services.uphold_answer(**upheld)
    hand_in(absence)
    assert waiting() == [absence]
    services.uphold_answer(**upheld)
    assert (waiting(), queries.absence_by_id(absence.pk).state) == ([], AbsenceState.REFUSED)
    with pytest.raises(AbsenceMoved):
        services.uphold_answer(**upheld)


def waiting():
    return list(queries.listed_absences().filter(WAITS))
