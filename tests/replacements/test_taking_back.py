"""A replacement is taken back beside what else became of the two: replaced in turn, exempted, a day that is over."""

from datetime import timedelta

import pytest

from massicot.absences import services as absence_acts
from massicot.absences.rules import AbsenceState, Who
from massicot.absences.rules.life import DecisionTyped
from massicot.core import draws
from massicot.missions import services as missions
from massicot.missions.models import Convocation
from massicot.missions.queries.expected import expected_at
from massicot.missions.rules import ConvocationState, letters
from massicot.replacements import queries, rules, services
from massicot.web.shared.letter_addresses import page_address
from tests.cast import ODILE, PERRIN
from tests.hostile.client import HostileClient
from tests.keeping import kept
from tests.missions.calling import ADDRESSES, FIRST
from tests.replacements import morning
from tests.replacements.morning import BOTH, NOW, TODAY, TOMORROW, announce, letter_of, place, replace, take_back

pytestmark = pytest.mark.django_db
built = kept(lambda: morning.called("EVE"))
TOMORROW_MORNING = NOW + timedelta(days=1)


def expected(built):
    """Map each half-day to who is expected on it."""
    halves = expected_at(built.session.pk, PERRIN)
    return {half: {row.person.identifier for row in halves.get(half, ())} for half in BOTH}


def exempt(absence, halves=TOMORROW):
    typed = DecisionTyped("Le recteur", FIRST, "DEC-12")
    where = {"absence_id": absence.pk, "halves": halves, "addresses": ADDRESSES, "draw": draws.from_seed("exempt")}
    absence_acts.grant_exemption(**where, typed=typed, by=ODILE, at=NOW)


def test_whoever_is_replaced_in_turn_on_one_day_is_taken_back_there_first(built):
    first = replace("ALICE")
    second = replace("EVE", TOMORROW, absent="ALICE")
    with pytest.raises(rules.ReplacedInTurn):
        take_back(first)
    take_back(second)
    assert expected(built)[TOMORROW[0]] == {"ALICE", "CHARLIE", "EVE"}
    take_back(first)
    assert all(people == {"BOB", "CHARLIE", "EVE"} for people in expected(built).values())


@pytest.mark.parametrize("person", ["ALICE", "EVE"])
def test_whoever_is_replaced_on_each_day_by_an_act_of_its_own_is_called_again_to_the_day_that_is_taken_back(
    built, person
):
    first, second = replace("ALICE", TODAY), replace(person, TOMORROW)
    take_back(first)
    days = expected(built)
    assert (days[TODAY[0]], days[TOMORROW[0]]) == ({"BOB", "CHARLIE", "EVE"}, {person, "CHARLIE", "EVE"})
    take_back(second)
    assert all(people == {"BOB", "CHARLIE", "EVE"} for people in expected(built).values())


def test_whoever_stands_in_for_two_is_called_off_for_one_while_another_keeps_their_other_day(built):
    first = replace("ALICE", TODAY)
    replace("ALICE", TOMORROW, absent="CHARLIE")
    second = replace("EVE", TOMORROW, absent="ALICE")
    take_back(first)
    assert not Convocation.objects.filter(assignment=place("ALICE"), state="valid")
    assert expected(built)[TOMORROW[0]] == {"BOB", "EVE"}
    take_back(second)
    assert expected(built)[TODAY[0]] == {"BOB", "CHARLIE", "EVE"}
    assert expected(built)[TOMORROW[0]] == {"BOB", "ALICE", "EVE"}


@pytest.mark.parametrize("is_exempted_first", [True, False])
def test_nobody_is_called_again_to_what_the_rector_exempts_from(built, is_exempted_first):
    absence = announce("BOB", TOMORROW)
    if is_exempted_first:
        exempt(absence)
    row = replace("EVE", TOMORROW)
    if not is_exempted_first:
        exempt(absence)
    take_back(row)
    assert ["BOB" in people for people in expected(built).values()] == [True, True, False, False]
    (waits,) = queries.not_replaced(NOW)
    assert (waits.assignment.person.identifier, waits.halves) == ("BOB", TOMORROW)


@pytest.mark.parametrize(("halves", "called"), [(BOTH, []), (TODAY, TOMORROW)])
def test_whoever_is_replaced_on_all_is_called_again_to_what_they_are_not_exempted_from(built, halves, called):
    absence = announce("BOB", halves)
    row = replace("EVE", BOTH)
    exempt(absence, halves)
    take_back(row)
    assert [half for half, people in expected(built).items() if "BOB" in people] == called


def test_a_day_that_another_has_done_is_nobody_elses_again(built):
    take_back(replace("EVE"), at=TOMORROW_MORNING)
    assert [half for half, people in expected(built).items() if "BOB" in people] == TOMORROW


def test_an_absence_is_not_withdrawn_while_somebody_comes_instead(built):
    absence = announce("BOB")
    row = replace("EVE", TODAY)
    withdrawn = {"absence_id": absence.pk, "reason": "Il vient", "who": Who.OFFICE, "by": ODILE, "at": NOW}
    with pytest.raises(rules.ReplacedMeanwhile, match="01/06/2017"):
        services.withdraw_absence(**withdrawn)
    take_back(row)
    services.withdraw_absence(**withdrawn)
    absence.refresh_from_db()
    assert absence.state == AbsenceState.WITHDRAWN


def test_the_letter_of_whoever_is_called_again_says_that_another_took_its_place(built):
    before = letter_of("BOB").code
    row = replace("EVE")
    address = "/" + page_address(before).split("/", 3)[3]
    assert HostileClient().get(address).context["state"] == ConvocationState.CANCELLED
    take_back(row)
    assert HostileClient().get(address).context["state"] == ConvocationState.REPLACED
    with pytest.raises(letters.ConvocationReplaced):
        missions.acknowledge_convocation(code=before, at=NOW)
