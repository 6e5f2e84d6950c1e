"""A candidate of another list entered where they sat: the numbers, the closings of both centres, the ladder."""

from datetime import date

import pytest

from massicot.anonymity import queries, services
from massicot.anonymity.rules import numbers
from massicot.candidates import queries as candidates
from massicot.candidates.models import Entry
from massicot.candidates.rules import NamedInReport, NotedAtSeat
from massicot.candidates.rules.checks import Scrutiny
from massicot.candidates.rules.elsewhere import NotOnAnotherList, PresentElsewhere
from massicot.results import queries as results
from massicot.roomreports import services as reports
from massicot.roomreports.rules import FollowUp
from massicot.scripts import queries as scripts
from massicot.scripts.models import Script
from massicot.scripts.rules import ScriptKind
from tests import cast, room_reports, world
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, MURIERS
from tests.keeping import kept

pytestmark = pytest.mark.django_db

built = kept(world.prepared)
SEATED = 9
"""A candidate of Les Mûriers, of a specialty that is numbered, who sits at Les Cèdres."""


def born_on(rank):
    return date(1997, 3, 1 + rank % 9)


def seat(built, rank=SEATED, number=None, **changes):
    typed = {"room": "A1", "candidate_number": cast.candidate_number(rank), "born_on": born_on(rank), "seat": "41"}
    where = {"paper": built.paper, "centre_uai": CEDRES, **typed, **changes}
    number = spares(built)[0] if number is None else number
    return services.seat_from_elsewhere(**where, number=number, key=KEY, by=CLAIRE, at=EVENING)


def take_back(built, rank=SEATED):
    who = {"paper": built.paper, "centre_uai": CEDRES, "candidate_number": cast.candidate_number(rank)}
    services.take_back_seating(**who, key=KEY, by=CLAIRE, at=EVENING)


def spares(built, centre=CEDRES):
    return queries.unused_spares(built.paper, centre, queries.sealer_of(built.paper, KEY))


def kind_at(built, centre, rank=SEATED):
    """Tell the kind of the number that a candidate has in a centre."""
    entry = Entry.objects.get(candidate__candidate_number=cast.candidate_number(rank), centre_uai=centre)
    number = queries.numbers_of_entries(queries.sealer_of(built.paper, KEY), [entry.pk])[entry.pk]
    return scripts.kinds_of([number])[number]


def close(built, centre, absent):
    world.key_room(built, centre, absent=absent, blank=())
    world.close_day(built, centre)


def open_gaps(built, *kinds):
    return [gap.key for gap in results.ladder(built.paper).gaps if gap.kind in (kinds or ("entries",))]


def test_the_script_is_written_here_and_a_placeholder_stays_there(built):
    world.key_room(built, CEDRES, absent=(), blank=())
    seat(built)
    world.attendance.count_room(paper=built.paper, centre_uai=CEDRES, room="A1", counted=9, by=CLAIRE, at=EVENING)
    world.close_day(built, CEDRES)
    others = len(candidates.entry_rows(built.paper, None, MURIERS)) - 1
    world.attendance.confirm_room(
        paper=built.paper, centre_uai=MURIERS, room="A1", others_present=others, counted=others, by=CLAIRE, at=EVENING
    )
    world.close_day(built, MURIERS)
    assert (kind_at(built, CEDRES), kind_at(built, MURIERS)) == (ScriptKind.WRITTEN, ScriptKind.PLACEHOLDER)
    assert open_gaps(built, "entries", "room-count", "items", "labels") == []


def test_a_centre_that_closed_its_day_on_an_absent_candidate_writes_nothing(built):
    close(built, MURIERS, absent=(SEATED,))
    before = list(Script.objects.filter(centre_uai=MURIERS).order_by("number").values())
    seat(built)
    assert list(Script.objects.filter(centre_uai=MURIERS).order_by("number").values()) == before
    assert kind_at(built, MURIERS) is ScriptKind.PLACEHOLDER
    assert candidates.is_day_closed(built.paper.pk, MURIERS)


def test_whom_a_closed_day_has_present_is_entered_nowhere_else(built):
    close(built, MURIERS, absent=())
    with pytest.raises(PresentElsewhere, match="Lycée des Mûriers"):
        seat(built)
    assert len(spares(built)) == 3


def test_a_number_is_asked_where_scripts_are_numbered_and_nowhere_else(built):
    with pytest.raises(numbers.SpareMissing):
        seat(built, number="")
    with pytest.raises(numbers.NotASpare):
        seat(built, number=spares(built, MURIERS)[0])
    with pytest.raises(numbers.NumberNotWanted):
        seat(built, rank=11)
    seat(built, rank=11, number="")
    assert len(spares(built)) == 3


def test_a_wrong_date_of_birth_enters_nobody(built):
    with pytest.raises(NotOnAnotherList):
        seat(built, born_on=date(1997, 1, 1))
    assert len(candidates.entry_rows(built.paper, None, CEDRES)) == 8


def test_a_seating_taken_back_gives_its_number_to_the_reserve_again(built):
    before = spares(built)
    seat(built)
    assert len(spares(built)) == 2
    take_back(built)
    assert spares(built) == before
    assert open_gaps(built) == []
    seat(built, number=before[0])


def test_the_ladder_tells_who_sat_elsewhere_and_calls_them_absent_nowhere(built):
    seat(built)
    events = results.ladder(built.paper).events
    assert [event.subject for event in events if event.kind == "sat-elsewhere"] == [cast.candidate_number(SEATED)]
    assert not [event for event in events if event.kind == "absent"]
    assert open_gaps(built) == []


def test_whoever_is_named_in_the_report_of_the_room_is_taken_back_once_the_incident_is(built):
    seat(built)
    incident = room_reports.note(built, rank=SEATED)
    room_reports.follow(built, incident)
    with pytest.raises(NamedInReport, match=cast.candidate_number(SEATED)):
        take_back(built)
    room_reports.follow(built, incident, FollowUp.MISTAKE, FollowUp.FRAUD_FILE)
    where = {"paper": built.paper, "centre_uai": CEDRES, "room": "A1", "incident_id": incident.pk}
    reports.take_back_incident(**where, by=CLAIRE, at=EVENING)
    take_back(built)
    assert not Entry.objects.filter(comes_from=MURIERS).exists()


def test_whoever_has_something_noted_at_their_seat_is_taken_back_once_that_is(built):
    seat(built)
    where = {"paper": built.paper, "centre_uai": CEDRES, "room": "A1", "by": CLAIRE, "at": EVENING}
    said = {"candidate_number": cast.candidate_number(SEATED), "check": Scrutiny.PAGES, "text": "Page 3 sans numéro"}
    reports.note_finding(**said, **where)
    with pytest.raises(NotedAtSeat, match=cast.candidate_number(SEATED)):
        take_back(built)
    (found,) = candidates.findings_of_room(built.paper.pk, CEDRES, "A1")
    reports.take_back_finding(finding_id=found.pk, **where)
    take_back(built)
    assert not Entry.objects.filter(comes_from=MURIERS).exists()
