"""The checks of a room: each by whom and when, labels by a second person, what is not in order by seat."""

import json
from datetime import timedelta

import pytest

from massicot.anonymity.rules import strips
from massicot.audit import queries as audit
from massicot.candidates import queries, services
from massicot.candidates.rules import checks as rules
from massicot.candidates.rules.attendance import ReasonNamesScript
from massicot.candidates.rules.candidates import CandidateUnknown
from massicot.candidates.rules.checks import BY_ONE, Scrutiny
from massicot.core import codes
from tests import boxing, later_world, world
from tests.cast import CEDRES, CLAIRE, EVENING, MURIERS, candidate_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def keyed():
    """The only room of Les Cèdres is keyed and confirmed; the day is open."""
    built = world.prepared()
    world.key_room(built, CEDRES, absent=(2,), blank=(5,))
    return built


def in_a1(built):
    return {"paper": built.paper, "centre_uai": CEDRES, "room": "A1", "by": CLAIRE, "at": EVENING}


def compare(built, stuck_by="Mme Roux", compared_by="M. Brun"):
    services.compare_labels(stuck_by=stuck_by, compared_by=compared_by, **in_a1(built))


def note(built, rank=2, text="Prénom en bas de la page 2, signalé au bureau"):
    services.note_finding_untold_office(
        candidate_number=candidate_number(rank), check=Scrutiny.NO_SIGN, text=text, **in_a1(built)
    )


def test_one_press_says_all_four_by_whom_and_when(keyed):
    assert services.check_scripts(checks=BY_ONE, **in_a1(keyed)) == list(BY_ONE)
    done = queries.checks_of_room(keyed.paper.pk, CEDRES, "A1")
    assert {(row.done_by, row.done_at) for row in done.values()} == {(CLAIRE.login, EVENING)}
    assert queries.checks_at({keyed.paper.pk: {"BANQ"}}) == {(keyed.paper.pk, CEDRES): {"A1": set(BY_ONE)}}
    line = audit.acts_of(queries.day_subject(keyed.paper, CEDRES))[-1]
    facts = {"room": "A1", "checks": [str(check) for check in BY_ONE], "stuck_by": "", "compared_by": "", "anew": []}
    assert (line.act, json.loads(line.facts)) == ("RoomChecked", facts)


def test_all_four_after_one_says_the_three_others_and_a_second_time_is_refused(keyed):
    services.check_scripts(checks=[Scrutiny.PAGES], **in_a1(keyed))
    assert services.check_scripts(checks=BY_ONE, **in_a1(keyed)) == [
        Scrutiny.NO_SIGN,
        Scrutiny.SORTED,
        Scrutiny.COUNTED,
    ]
    with pytest.raises(rules.CheckedAlready) as refused:
        services.check_scripts(checks=BY_ONE, **in_a1(keyed))
    assert (refused.value.values["who"], "take it back first" in str(refused.value)) == (CLAIRE.login, True)


@pytest.mark.parametrize("compared_by", ["Mme Roux", "mme  roux", "MME-ROUX"])
def test_labels_are_not_compared_by_whoever_stuck_them(keyed, compared_by):
    with pytest.raises(rules.ComparedByOne):
        compare(keyed, compared_by=compared_by)
    with pytest.raises(rules.CheckersMissing):
        compare(keyed, compared_by=" ")
    with pytest.raises(ReasonNamesScript):
        compare(keyed, compared_by=f"M. Brun, 0000 0000-{codes.number_of(0)[-1]}")
    assert queries.checks_of_room(keyed.paper.pk, CEDRES, "A1") == {}


def test_nothing_is_checked_once_the_headers_are_cut(keyed):
    world.close_day(keyed, CEDRES)
    for act in (
        lambda: services.check_scripts(checks=BY_ONE, **in_a1(keyed)),
        lambda: compare(keyed),
        lambda: note(keyed),
    ):
        with pytest.raises(rules.CheckedTooLate, match="close the box of strips"):
            act()


def test_nothing_is_checked_before_anybody_can_have_written(keyed):
    at = keyed.paper.starts_at - timedelta(hours=12)
    early = {"at": at - timedelta(minutes=1)}
    found = {"candidate_number": candidate_number(2), "check": Scrutiny.NO_SIGN, "text": "Prénom en page 2"}
    for act, said in (
        (services.check_scripts, {"checks": BY_ONE}),
        (services.compare_labels, {"stuck_by": "Mme Roux", "compared_by": "M. Brun"}),
        (services.note_finding_untold_office, found),
    ):
        with pytest.raises(rules.CheckedTooSoon):
            act(**in_a1(keyed) | said | early)
        act(**in_a1(keyed) | said | {"at": at})


def test_what_is_not_in_order_is_noted_by_seat_and_never_with_a_number(keyed):
    note(keyed)
    (found,) = queries.findings_of_room(keyed.paper.pk, CEDRES, "A1")
    assert (found.entry.candidate.candidate_number, found.kind) == (candidate_number(2), Scrutiny.NO_SIGN)
    with pytest.raises(ReasonNamesScript):
        note(keyed, text=f"Sur la copie {later_world.number_of(keyed, 2)}")
    with pytest.raises(rules.FindingEmpty):
        note(keyed, text="  ")
    with pytest.raises(CandidateUnknown):
        note(keyed, rank=9)


def test_a_box_of_strips_does_not_close_on_labels_that_nobody_compared(keyed):
    world.close_day(keyed, CEDRES)
    with pytest.raises(strips.LabelsNotCompared) as refused:
        boxing.box(keyed, reason="")
    assert refused.value.values == {"rooms": "A1"}
    boxing.box(keyed, reason="Fait à la main, un agent de trop peu")
    line = json.loads(audit.acts_of(queries.day_subject(keyed.paper, CEDRES))[-1].facts)
    assert line["uncompared_reason"] == "Fait à la main, un agent de trop peu"


def test_a_box_of_strips_closes_without_a_reason_once_labels_were_compared(keyed):
    compare(keyed)
    world.close_day(keyed, CEDRES)
    boxing.box(keyed, reason="")
    with pytest.raises(rules.NotChecked):
        services.take_back_check(check=Scrutiny.LABELS, **in_a1(keyed) | {"centre_uai": MURIERS, "room": "A1"})
