"""Gaps decided, anonymity lifted by two persons, marks exported only then."""

import json

import pytest

from massicot.accounts import rules as accounts
from massicot.accounts.models import Account
from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.core.actor import Actor
from massicot.core.ladder import GapState
from massicot.exams import queries as exams
from massicot.marks.models import Mark
from massicot.results import queries, rules, services
from massicot.results.models import GapDecision, Lifting
from massicot.results.rules import Decision, decisions
from massicot.results.rules.exports import ExportKind
from tests import later_world, world
from tests.cast import CLAIRE, KEY, MARC, ODILE, OMAR, TYPING

pytestmark = pytest.mark.django_db


def decide(built, key, reason="Not found.", by=ODILE):
    said = {"decision": Decision.LOST, "reason": reason, "by": by, "at": TYPING}
    services.decide_gap(paper=built.paper, key=key, seen="", **said)


def seen(built):
    """Read what the page of the lifting shows."""
    return queries.shown_lifting(built.paper).seen


def lift(built, by):
    return services.lift(paper=built.paper, seen=seen(built), by=by, at=TYPING)


def export(built, kind=ExportKind.MARKS, key=KEY):
    return services.export_table(paper=built.paper, kind=kind, key=key, by=ODILE, at=TYPING)


def acts(built):
    return [line.act for line in audit.acts_of(exams.subject_of(built.paper))]


@pytest.fixture
def lost():
    """A world where everything is locked and one script of Les Cèdres is missing: the world, the gap's key."""
    built = later_world.locked(world.handed_out(later_world.with_one_lost()))
    return built, f"missing-script:{later_world.number_of(built, 1)}"


def test_a_missing_script_is_the_one_open_gap_until_it_is_decided(lost):
    built, key = lost
    assert [gap.key for gap in queries.ladder(built.paper).open_gaps] == [key]
    decide(built, key, reason=" Not found after a search. ")
    (gap,) = queries.ladder(built.paper).gaps
    assert (gap.key, gap.state, gap.reason) == (key, GapState.DECIDED, "Not found after a search.")
    facts = json.loads(audit.acts_of(exams.subject_of(built.paper))[-1].facts)
    assert facts == {"key": key, "decision": "lost", "reason": "Not found after a search.", "figures": "3"}


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_gap_is_decided_with_a_reason(lost, reason):
    with pytest.raises(decisions.DecisionReasonMissing):
        decide(*lost, reason=reason)
    assert not GapDecision.objects.exists()


@pytest.mark.parametrize("by", [CLAIRE, MARC, Actor("nobody@nowhere.invalid")])
def test_only_the_office_decides_and_lifts(lost, by):
    built, key = lost
    with pytest.raises(accounts.NotFromOffice) as refused:
        decide(built, key, by=by)
    assert refused.value.values == {"login": by.login}
    with pytest.raises(accounts.NotFromOffice):
        lift(built, by)


def test_somebody_who_left_the_office_decides_nothing(lost):
    Account.objects.filter(email=ODILE.login).update(is_active=False)
    with pytest.raises(accounts.NotFromOffice):
        decide(*lost)


def test_a_gap_is_decided_once(lost):
    decide(*lost)
    with pytest.raises(decisions.GapAlreadyDecided) as refused:
        decide(*lost, reason="Again.", by=OMAR)
    assert refused.value.values == {"key": lost[1], "who": ODILE.login, "reason": "Not found."}


@pytest.mark.parametrize("key", ["missing-script:00000042W", "items:9900001W", "nonsense", ""])
def test_a_gap_that_is_not_there_is_not_decided(lost, key):
    with pytest.raises(decisions.GapUnknown):
        decide(lost[0], key)


def test_a_lock_is_never_decided():
    built = later_world.typed()
    code = batches.batches_of(built.paper.pk)[0].code
    with pytest.raises(decisions.LockNotDecided):
        decide(built, f"not-locked:{code}")
    with pytest.raises(decisions.BatchesNotLocked) as refused:
        lift(built, ODILE)
    assert refused.value.values["count"] == 2
    assert code in refused.value.values["codes"]


def test_anonymity_is_not_lifted_over_an_open_gap(lost):
    built, key = lost
    with pytest.raises(decisions.GapsOpen) as refused:
        lift(built, ODILE)
    assert refused.value.values == {"paper": "CGE", "count": 1, "keys": key.partition(":")[2]}
    assert not Lifting.objects.exists()


def test_one_person_proposes_and_another_lifts():
    built = later_world.locked()
    assert lift(built, ODILE).lifted_at is None
    assert not queries.is_lifted(built.paper)
    with pytest.raises(decisions.SamePerson):
        lift(built, ODILE)
    done = lift(built, OMAR)
    assert (done.proposed_by, done.lifted_by, done.lifted_at) == (ODILE.login, OMAR.login, TYPING)
    assert acts(built)[-2:] == ["LiftingProposed", "AnonymityLifted"]


def test_anonymity_is_lifted_once():
    built = later_world.lifted()
    for person in (ODILE, OMAR):
        with pytest.raises(decisions.AlreadyLifted):
            lift(built, person)
    assert acts(built).count("AnonymityLifted") == 1


def test_a_gap_that_opens_between_the_two_persons_stops_the_second():
    built = later_world.locked()
    lift(built, ODILE)
    Mark.objects.filter(number=later_world.number_of(built, 1)).update(hundredths=2000)
    with pytest.raises(decisions.GapsOpen):
        lift(built, OMAR)
    assert not queries.is_lifted(built.paper)


def test_anonymity_is_not_lifted_over_a_gap_that_is_another_one_since_it_was_decided():
    built = later_world.locked()
    number, where = later_world.number_of(built, 1), {"paper": built.paper, "at": TYPING}
    Mark.objects.filter(number=number).update(hundredths=2000)
    (gap,) = queries.ladder(built.paper).open_gaps
    said = {"decision": Decision.ACCEPTED, "reason": "Expliqué.", "by": ODILE}
    services.decide_gap(key=gap.key, seen=gap.figures, **said, **where)
    services.lift(seen=seen(built), by=ODILE, **where)
    Mark.objects.filter(number=number).update(hundredths=1900)
    with pytest.raises(decisions.GapsOpen):
        services.lift(seen=seen(built), by=OMAR, **where)


@pytest.mark.parametrize("stage", [later_world.locked, world.prepared])
def test_marks_are_not_exported_before_lifting(stage):
    built = stage()
    with pytest.raises(rules.NotLifted):
        export(built)
    assert "MarksExported" not in acts(built)


def test_a_proposal_alone_exports_nothing():
    built = later_world.locked()
    lift(built, ODILE)
    with pytest.raises(rules.NotLifted):
        export(built)


def test_marks_are_exported_with_the_key_and_under_trace():
    built = later_world.lifted()
    with pytest.raises(rules.NotLifted):
        export(built, key=None)
    assert export(built).startswith("\N{ZERO WIDTH NO-BREAK SPACE}numero_candidat;".encode())
    assert acts(built)[-1] == "MarksExported"
    assert export(built, ExportKind.BATCHES, key=None)
    assert acts(built).count("MarksExported") == 1
