"""The rows of docs/undo.md about the checks of a room, each undone."""

import pytest

from massicot.anonymity import queries as numbers
from massicot.anonymity import services as anonymity
from massicot.candidates import queries as candidates
from massicot.candidates import services
from massicot.candidates.rules.checks import BY_ONE, Scrutiny
from massicot.roomreports import services as reports
from tests import later_world, world
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, candidate_number
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


def in_a1(built):
    return {"paper": built.paper, "centre_uai": CEDRES, "room": "A1", "by": CLAIRE, "at": EVENING}


@undoes("scripts of a room checked")
def test_a_check_of_a_room_is_taken_back():
    built = world.prepared()
    world.key_room(built, CEDRES, absent=(2,), blank=(5,))
    services.check_scripts(checks=BY_ONE, **in_a1(built))
    services.take_back_check(check=Scrutiny.PAGES, **in_a1(built))
    assert set(candidates.checks_of_room(built.paper.pk, CEDRES, "A1")) == set(BY_ONE) - {Scrutiny.PAGES}
    assert services.check_scripts(checks=BY_ONE, **in_a1(built)) == [Scrutiny.PAGES]


@undoes("labels compared with candidates")
def test_labels_compared_are_compared_again():
    built = world.prepared()
    services.compare_labels(stuck_by="Mme Roux", compared_by="M. Brun", **in_a1(built))
    services.take_back_check(check=Scrutiny.LABELS, **in_a1(built))
    assert candidates.checks_of_room(built.paper.pk, CEDRES, "A1") == {}


@undoes("something noted at a seat")
def test_a_finding_is_taken_back():
    built = world.prepared()
    said = {"candidate_number": candidate_number(2), "check": Scrutiny.NO_SIGN, "text": "Prénom en bas de page 2"}
    reports.note_finding(**said, **in_a1(built))
    (found,) = candidates.findings_of_room(built.paper.pk, CEDRES, "A1")
    reports.take_back_finding(finding_id=found.pk, **in_a1(built))
    assert candidates.findings_of_room(built.paper.pk, CEDRES, "A1") == []


@undoes("spare label stuck for a candidate’s own")
def test_a_candidate_gets_their_own_number_again():
    built = world.prepared()
    own = later_world.number_of(built, 2)
    said = {"paper": built.paper, "centre_uai": CEDRES, "candidate_number": candidate_number(2), "key": KEY}
    spare = numbers.unused_spares(built.paper, CEDRES, numbers.sealer_of(built.paper, KEY))[0]
    anonymity.stick_spare(**said, number=spare, by=CLAIRE, at=EVENING)
    assert later_world.number_of(built, 2) == spare
    anonymity.stick_spare(**said, number=own, by=CLAIRE, at=EVENING)
    assert later_world.number_of(built, 2) == own
