"""The papers that go with a parcel: counted in, counted at the arrival, told to the centre, waited for or not."""

import pytest

from massicot.consignments import queries, services
from massicot.consignments.rules import AlreadySent
from massicot.consignments.rules.despatch import Enclosure
from massicot.consignments.rules.papers import (
    MorePapersThanRooms,
    NoPaperLacks,
    PaperCounts,
    PapersCountedMeanwhile,
    PapersShort,
    ParcelPapers,
    ReasonToWaiveMissing,
    check_leaving,
)
from massicot.consignments.rules.parcels import NotReceived
from massicot.core.wall import TextNamesCandidate
from massicot.post.models import Letter
from tests import world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, EVENING, MARC, MORNING, ODILE, ONE_OF_EACH, PERRIN, candidate_number
from tests.keeping import kept

pytestmark = pytest.mark.django_db

built = kept(world.packed)
NO_REPORT = PaperCounts(1, 0)


@pytest.fixture
def code(built):
    return queries.parcels_of(built.paper.pk, CEDRES)[0].code


def enclose(code, counts=ONE_OF_EACH, rooms=1):
    services.enclose_papers(code=code, rooms=rooms, counts=counts, by=CLAIRE, at=EVENING)


def arrive(code):
    world.send(code)
    services.receive_parcel(code=code, by=MARC, at=ARRIVAL)


def count(code, counts, seen=None):
    services.count_papers(code=code, seen=seen, counts=counts, by=MARC, at=ARRIVAL)


def lacking(code):
    return dict(queries.papers_of(queries.parcel_by_code(code)).lacking)


def waive(code, reason="Le procès-verbal a brûlé."):
    services.waive_papers(code=code, reason=reason, by=ODILE, at=ARRIVAL)


def test_a_copy_of_each_for_each_room_and_no_more(code):
    with pytest.raises(MorePapersThanRooms):
        enclose(code, PaperCounts(1, 2))
    enclose(code)
    assert queries.papers_of(queries.parcel_by_code(code)) == ParcelPapers(1, ONE_OF_EACH)


def test_a_parcel_leaves_without_a_paper_only_with_a_reason(code):
    enclose(code, NO_REPORT)
    with pytest.raises(PapersShort, match="a copy of one room report"):
        world.send(code)
    parcel = queries.parcel_by_code(code)
    sent = {"carrier": "Messageries", "tracking": "", "carrier_count": parcel.announced, "seal": ""}
    services.send_parcel(
        code=code, **sent, enclosed=frozenset(Enclosure), reason="Resté dans la salle.", by=CLAIRE, at=MORNING
    )
    with pytest.raises(AlreadySent):
        enclose(code)


def test_a_parcel_of_which_nobody_said_how_many_papers_leaves_as_before(code):
    check_leaving(code, ParcelPapers(), "")
    world.send(code)


def test_papers_are_counted_once_their_parcel_is_there(code):
    with pytest.raises(NotReceived):
        count(code, ONE_OF_EACH)
    arrive(code)
    count(code, ONE_OF_EACH)
    assert lacking(code) == {}


def test_what_did_not_come_is_a_line_that_stays_and_its_centre_is_told(code):
    enclose(code)
    arrive(code)
    count(code, NO_REPORT)
    assert lacking(code) == {Enclosure.ROOM_REPORTS: 1}
    assert [letter.to for letter in Letter.objects.filter(subject__contains="pièces manquent")] == [CLAIRE.login]
    count(code, ONE_OF_EACH, NO_REPORT)
    assert lacking(code) == {}
    assert Letter.objects.filter(subject__contains="pièces manquent").count() == 1


@pytest.mark.parametrize(("came", "waits"), [(PaperCounts(0, 1), 1), (PaperCounts(0, 0), 2), (ONE_OF_EACH, 0)])
def test_where_the_centre_did_not_say_how_many_one_of_each_put_in_is_waited_for(code, came, waits):
    arrive(code)
    count(code, came)
    assert sum(lacking(code).values()) == waits
    assert queries.papers_lacking().filter(code=code).exists() is bool(waits)


@pytest.mark.parametrize(
    ("enclosed", "waits"), [({Enclosure.DESPATCH_NOTE}, 0), ({Enclosure.DESPATCH_NOTE, Enclosure.REGISTERS}, 1)]
)
def test_nobody_waits_for_a_paper_that_was_not_put_in(code, enclosed, waits):
    sent = {"carrier": "Messageries", "tracking": "", "carrier_count": queries.parcel_by_code(code).announced}
    reason = "Tout est dans le premier paquet."
    services.send_parcel(code=code, **sent, seal="", enclosed=frozenset(enclosed), reason=reason, by=CLAIRE, at=MORNING)
    services.receive_parcel(code=code, by=MARC, at=ARRIVAL)
    count(code, PaperCounts(0, 0))
    assert sum(lacking(code).values()) == waits
    assert queries.papers_lacking().filter(code=code).exists() is bool(waits)
    assert Letter.objects.filter(subject__contains="pièces manquent").exists() is bool(waits)


def test_of_two_who_count_the_second_looks_first(code):
    arrive(code)
    count(code, NO_REPORT)
    with pytest.raises(PapersCountedMeanwhile):
        count(code, ONE_OF_EACH)


def test_the_office_goes_without_what_lacks_with_a_reason_that_names_nobody(code):
    arrive(code)
    with pytest.raises(NoPaperLacks):
        waive(code)
    count(code, NO_REPORT)
    for reason, refusal in ((" ", ReasonToWaiveMissing), (candidate_number(1), TextNamesCandidate)):
        with pytest.raises(refusal):
            waive(code, reason)
    waive(code)
    assert lacking(code) == {}
    with pytest.raises(NoPaperLacks):
        waive(code)


def test_papers_that_wait_are_told_by_centre_and_paper(built, code):
    arrive(code)
    here = (PERRIN, built.paper.pk)
    assert queries.not_received_by_paper([PERRIN])[*here, queries.PAPERS_TO_COUNT] == 0
    count(code, NO_REPORT)
    assert queries.not_received_by_paper([PERRIN])[*here, queries.PAPERS_LACKING] == 1
    waive(code)
    assert queries.not_received_by_paper([PERRIN])[*here, queries.PAPERS_LACKING] == 0
