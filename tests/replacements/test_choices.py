"""Who may come: the mission's reserve first, then by the rule; each who may not with the reason."""

from datetime import timedelta

import pytest

from massicot.core import draws
from massicot.exams.models import Session
from massicot.missions.models import Assignment, Convocation
from massicot.missions.queries import convocations
from massicot.missions.rules.letters import OCCASIONS
from massicot.missions.services.replacements import let_off
from massicot.persons.models import Person
from massicot.post.models import Letter
from massicot.replacements import queries, services
from massicot.replacements.models import Replacement
from massicot.replacements.queries import absent_markers, choices_for
from massicot.replacements.rules import AwayThemselves
from tests.cast import CEDRES, ODILE, PERRIN
from tests.keeping import kept
from tests.missions import calling
from tests.missions.calling import FIRST
from tests.replacements import morning
from tests.replacements.morning import BOTH, NOW, TODAY, against, announce, letter_of, place, proposed, replace

pytestmark = pytest.mark.django_db


def with_reserve():
    """Convene Diane for the reserve; she is the farthest."""
    return morning.called("DIANE")


built = kept(with_reserve)


def test_the_reserve_of_the_mission_comes_first_then_the_nearest(built):
    assert proposed() == ["DIANE", "ALICE", "EVE", "FRANK"]


def test_one_of_the_reserve_who_is_called_up_is_of_the_reserve_no_more(built):
    replace("DIANE", TODAY)
    row = place("DIANE")
    assert (row.is_reserve, row.halves) == (False, "")
    facts = convocations.facts_of(letter_of("DIANE"))
    assert (facts.is_reserve, len(facts.days), letter_of("DIANE").issue) == (False, 2, 2)
    morning.take_back(Replacement.objects.get())
    assert place("DIANE").is_reserve


def test_one_of_the_reserve_who_is_called_up_reads_that_it_is_urgent_until_it_is_taken_back(built):
    row = replace("DIANE", TODAY)
    assert convocations.facts_of(letter_of("DIANE")).is_instead
    (mail,) = Letter.objects.filter(occasion__endswith=letter_of("DIANE").code)
    assert mail.subject.startswith("URGENT")
    morning.take_back(row)
    facts = convocations.facts_of(letter_of("DIANE"))
    assert (facts.is_instead, facts.is_reserve) == (False, True)


def test_whoever_said_no_is_away_or_busy_is_left_out_with_the_reason(built):
    other = calling.mission(built.session, title="Oral", days=1, place=CEDRES)
    calling.put(other, "EVE")
    services.note_refusal(absent_id=place().pk, person="ALICE", by=ODILE, at=NOW)
    announce("DIANE")
    Person.objects.filter(identifier="FRANK").update(set_aside_at=NOW, set_aside_reason="Retraite")
    assert proposed() == []
    found = against()
    assert {name: sorted(found[name]) for name in ("ALICE", "CHARLIE", "DIANE", "EVE", "FRANK")} == {
        "ALICE": ["said-no"],
        "CHARLIE": ["on-list"],
        "DIANE": ["away"],
        "EVE": ["hours"],
        "FRANK": ["set-aside"],
    }


def test_whoever_is_ill_in_another_session_is_away_in_this_one(built):
    other = calling.mission(built.session, title="Oral", place=CEDRES)
    calling.put(other, "EVE")
    calling.convened(built.session, other)
    announce("EVE", TODAY)
    other.session = Session.objects.create(code="DNB-2017", title="Brevet", year=2017)
    other.save()
    Convocation.objects.filter(assignment=place("EVE")).update(state="cancelled")
    Assignment.objects.filter(pk=place("EVE").pk).update(state="withdrawn")
    assert against()["EVE"] == {"away"}
    with pytest.raises(AwayThemselves):
        replace("EVE", TODAY)


def test_nobody_is_listed_in_their_own_stead(built):
    listed = {row.person.identifier for row in choices_for(place().pk, NOW).proposals}
    assert ("BOB" in listed, "CHARLIE" in listed) == (False, True)


def test_where_an_absence_is_known_its_half_days_are_asked_for_alone(built):
    announce("BOB", TODAY)
    assert choices_for(place().pk, NOW).halves == TODAY
    assert choices_for(place().pk, NOW, BOTH[2:]).halves == BOTH[2:]


def test_once_somebody_comes_on_each_half_day_of_an_absence_nobody_more_is_asked_for(built):
    announce("BOB", TODAY)
    replace("EVE", TODAY)
    found = choices_for(place().pk, NOW)
    assert (found.halves, found.open_halves) == ([], BOTH[2:])


def test_whoever_replaces_on_other_half_days_may_go_on(built):
    replace("EVE", TODAY)
    assert proposed(only=BOTH[2:])[:2] == ["EVE", "DIANE"]
    before = letter_of("EVE")
    replace("EVE", BOTH[2:])
    after = letter_of("EVE")
    assert len(convocations.facts_of(after).days) == 2
    # The first one had not left: it never will.
    assert {mail.occasion.rpartition(":")[2]: mail.state for mail in mails_of("EVE")} == {
        before.code: "given-up",
        after.code: "waiting",
    }


def mails_of(identifier):
    email = place(identifier).person.email
    return Letter.objects.filter(to=email, occasion__startswith=OCCASIONS)


def test_who_is_replaced_is_listed_with_who_comes_until_the_day_is_over(built):
    replace("EVE", TODAY)
    (row,) = queries.replaced_from(NOW)
    assert (row.absent, row.by.stand_in, row.halves) == (place("BOB"), place("EVE"), TODAY)
    assert queries.replaced_from(NOW, "badiane") == [row]
    assert queries.replaced_from(NOW, "estragon") == []
    assert queries.in_whose_stead(place("EVE").pk) == [place("BOB")]
    assert queries.replaced_from(NOW + timedelta(days=1)) == []


def test_who_is_absent_without_anybody_in_their_stead_is_listed_until_somebody_comes(built):
    announce("BOB", TODAY)
    (row,) = queries.not_replaced(NOW)
    assert (row.assignment.person.identifier, row.halves) == ("BOB", TODAY)
    (later,) = queries.not_replaced(morning.AFTER_NOON)
    assert later.halves == TODAY[1:]
    assert queries.not_replaced(NOW, [CEDRES]) == []
    replace("EVE", TODAY)
    assert queries.not_replaced(NOW) == []


@pytest.mark.parametrize(("zone", "left"), [("America/Martinique", 2), ("Pacific/Noumea", 0)])
def test_the_clock_of_the_session_says_which_half_days_are_over(built, zone, left):
    announce("BOB", TODAY)
    Session.objects.update(time_zone=zone)
    # Half past two in Paris, or three hours later: half past eight there, and half past two of the next day.
    rows = queries.not_replaced(morning.AFTER_NOON + timedelta(hours=0 if left else 3))
    assert sum(len(row.halves) for row in rows) == left


def test_the_marking_centre_is_told_who_is_absent_today_and_who_comes_instead(built):
    first, second = ({built.session.pk: day} for day in (FIRST, BOTH[2][0]))
    assert absent_markers([PERRIN], first) == []
    replace("EVE", TODAY)
    (row,) = absent_markers([PERRIN], first)
    assert (row.identifier, list(row.instead)) == ("BOB", ["EVE"])
    assert absent_markers([PERRIN], second) == absent_markers([CEDRES], first) == absent_markers([PERRIN], {}) == []


def test_somebody_exempted_whose_letter_is_void_is_replaced_all_the_same(built):
    announce("BOB")
    asked = {"assignment_id": place().pk, "halves": BOTH, "reason": "Dispense", "by": ODILE, "at": NOW}
    let_off(**asked, addresses=calling.ADDRESSES, draw=draws.from_seed("off"))
    assert letter_of("BOB").state == "cancelled"
    replace("EVE")
    assert letter_of("EVE").state == "valid"
