"""The seal of a parcel at its arrival: told blind, compared, and followed to an end where it is a trouble."""

import pytest

from massicot.accounts.rules import NotFromOffice
from massicot.consignments import queries, services
from massicot.consignments.rules import seals as rules
from massicot.consignments.rules.parcels import NotReceived
from massicot.consignments.rules.seals import SealEnd, SealSeen, SealState, SealVerdict
from massicot.core.wall import TextMayNameCandidate, TextNamesCandidate
from massicot.post.models import Letter
from massicot.post.rules import LetterState
from tests import world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, MARC, ODILE

INTACT, BROKEN, NONE = SealState
COMPARED = [
    ("S1", SealSeen(INTACT, "s 1"), SealVerdict.AS_TOLD),
    ("S1", SealSeen(INTACT, "S2"), SealVerdict.OTHER),
    ("", SealSeen(INTACT, "S2"), SealVerdict.OTHER),
    ("S1", SealSeen(BROKEN, "S1"), SealVerdict.BROKEN),
    ("S1", SealSeen(NONE), SealVerdict.GONE),
    ("", SealSeen(NONE), SealVerdict.AS_TOLD),
]


@pytest.mark.parametrize(("told", "seen", "verdict"), COMPARED)
def test_what_is_seen_is_compared_with_what_was_told(told, seen, verdict):
    assert rules.compare_seal(told, seen) is verdict


def test_another_number_is_read_twice_and_never_shown_before():
    with pytest.raises(rules.SealReadOnce) as refused:
        rules.check_seen_seal("P-1", "SECRET", SealSeen(INTACT, "S2"))
    assert "SECRET" not in str(refused.value)
    assert rules.check_seen_seal("P-1", "SECRET", SealSeen(INTACT, "S2", is_sure=True)) is SealVerdict.OTHER
    with pytest.raises(rules.SealNumberMissing):
        rules.check_seen_seal("P-1", "S1", SealSeen(INTACT, " "))
    with pytest.raises(TextNamesCandidate):
        rules.check_seen_seal("P-1", "S1", SealSeen(BROKEN, remark="vu par 02123456789"))


def test_a_seal_of_ten_digits_is_read_and_a_remark_of_ten_digits_is_not():
    seal = "2123456789"
    assert rules.check_seen_seal("P-1", seal, SealSeen(INTACT, seal)) is SealVerdict.AS_TOLD
    with pytest.raises(TextMayNameCandidate, match="last four digits"):
        rules.check_seen_seal("P-1", "S1", SealSeen(BROKEN, remark=f"vu par {seal}"))


@pytest.fixture
def parcel(db):
    return queries.parcels_of(world.arrived().paper.pk, CEDRES)[0]


def read(parcel, seen, by=MARC):
    return services.read_seal(code=parcel.code, seen=seen, by=by, at=ARRIVAL)


def end(parcel, remark="Transporteur : ouvert à la douane", by=ODILE):
    services.end_seal_trouble(code=parcel.code, end=SealEnd.EXPLAINED, remark=remark, by=by, at=ARRIVAL)


def letters():
    return [letter.subject for letter in Letter.objects.filter(to=CLAIRE.login, subject__contains="scellé")]


def test_a_broken_seal_is_told_to_the_centre_and_followed_to_an_end(parcel):
    assert read(parcel, SealSeen(BROKEN, remark="Ruban coupé")) is SealVerdict.BROKEN
    assert len(letters()) == 1
    assert [row.parcel.code for row in queries.open_seal_troubles()] == [parcel.code]
    with pytest.raises(NotFromOffice):
        end(parcel, by=MARC)
    with pytest.raises(rules.SealReasonMissing):
        end(parcel, remark=" ")
    end(parcel)
    assert queries.open_seal_troubles().count() == 0
    assert len(queries.seal_troubles(parcel.paper_id)) == 1
    with pytest.raises(rules.SealEnded):
        end(parcel)
    with pytest.raises(rules.SealEnded):
        services.take_back_seal(code=parcel.code, reason="Trop tard", by=MARC, at=ARRIVAL)


def test_a_seal_as_it_was_told_is_no_trouble_and_is_told_once(parcel):
    assert read(parcel, SealSeen(INTACT, parcel.seal.lower())) is SealVerdict.AS_TOLD
    assert letters() == []
    with pytest.raises(rules.SealSaid) as refused:
        read(parcel, SealSeen(BROKEN))
    assert refused.value.values["who"] == MARC.login
    with pytest.raises(rules.SealNotSaid):
        end(parcel)


def test_what_was_told_by_mistake_takes_its_letter_back(parcel):
    read(parcel, SealSeen(BROKEN))
    services.take_back_seal(code=parcel.code, reason="Autre paquet", by=MARC, at=ARRIVAL)
    assert {letter.state for letter in Letter.objects.filter(subject__contains="scellé")} == {LetterState.GIVEN_UP}
    with pytest.raises(rules.SealNotSaid):
        services.take_back_seal(code=parcel.code, reason="Encore", by=MARC, at=ARRIVAL)


@pytest.mark.django_db
def test_nothing_is_told_of_the_seal_of_a_parcel_that_is_not_there():
    parcel = queries.parcels_of(world.packed().paper.pk, CEDRES)[0]
    with pytest.raises(NotReceived):
        read(parcel, SealSeen(BROKEN))
