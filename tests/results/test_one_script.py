"""One script lifted alone: two persons, a case and a reason; the name shown to those two, each time in the journal."""

import json

import pytest
from django.db import IntegrityError, transaction

from massicot.accounts.rules import NotFromOffice
from massicot.anonymity import queries as anonymity
from massicot.audit import queries as audit
from massicot.core.actor import SYSTEM, Actor, Role
from massicot.exams import queries as exams
from massicot.markers import services as marker_acts
from massicot.marks.models import Mark
from massicot.results import queries, services
from massicot.results.models import ScriptLifting
from massicot.results.rules import lifting as rules
from massicot.results.rules.lifting import Case
from massicot.roomreports.rules import FollowUp
from massicot.scripts.rules import NumberMistyped, NumberUnknown
from tests import later_world, room_reports
from tests.cast import CEDRES, CLAIRE, KEY, MARC, NAMES, ODILE, OMAR, PREPARED, TYPING, candidate_number
from tests.keeping import kept

pytestmark = pytest.mark.django_db
OLGA = Actor("olga@bureau.invalid")

built = kept(later_world.locked)


def number(built):
    return later_world.number_of(built, 1)


def propose(built, by=ODILE, reason="Deux copies identiques.", number_typed="", case=Case.FRAUD):
    typed = number_typed or number(built)
    return services.propose_script_lifting(
        paper=built.paper, number=typed, case=case, reason=reason, key=KEY, by=by, at=TYPING
    )


def act(built, service, by, **more):
    return service(paper=built.paper, number=number(built), by=by, at=TYPING, **more)


def ask(built, by=OMAR):
    return act(built, services.ask_for_incidents, by, key=KEY)


def confirm(built, by=OMAR):
    if queries.open_script_lifting(built.paper, number(built)) and by != ODILE:
        ask(built, by)
    return act(built, services.confirm_script_lifting, by, key=KEY)


def see(built, by):
    return act(built, services.see_lifted_script, by, key=KEY)


def facts(built):
    return [(line.act, line.by, json.loads(line.facts)) for line in audit.acts_of(exams.subject_of(built.paper))]


def test_a_second_person_is_told_who_wrote_the_script_and_no_other_number_is_lifted(built):
    propose(built)
    assert confirm(built).candidate_number == candidate_number(1)
    row = ScriptLifting.objects.get()
    assert (row.case, row.reason, row.proposed_by, row.lifted_by) == (
        "fraud",
        "Deux copies identiques.",
        ODILE.login,
        OMAR.login,
    )
    assert not queries.is_lifted(built.paper)
    other = later_world.number_of(built, 5)
    with pytest.raises(rules.NotOneOfTheTwo):
        services.see_lifted_script(paper=built.paper, number=other, key=KEY, by=OMAR, at=TYPING)


def test_a_script_is_lifted_after_its_paper_as_before(built):
    later_world.lift(built)
    propose(built, case=Case.APPEAL)
    assert confirm(built).candidate_number == candidate_number(1)


def test_no_reason_beside_a_number_names_a_candidate(built):
    with pytest.raises(rules.ScriptReasonNamesCandidate):
        propose(built, reason=f"Copie de {candidate_number(1)}.")
    assert not ScriptLifting.objects.exists()


def test_one_person_alone_is_told_nothing(built):
    assert propose(built).lifted_at is None
    with pytest.raises(rules.SamePersonForScript) as refused:
        confirm(built, ODILE)
    assert refused.value.values == {"login": ODILE.login, "number": number(built)}
    with pytest.raises(rules.NotOneOfTheTwo):
        see(built, ODILE)
    assert "ScriptSeen" not in [act for act, *_ in facts(built)]


def test_the_two_read_the_name_again_and_a_third_person_does_not(built):
    marker_acts.appoint(email=OLGA.login, role=Role.OFFICE, scope="", by=SYSTEM, at=PREPARED)
    propose(built)
    confirm(built)
    assert see(built, ODILE) == see(built, OMAR)
    with pytest.raises(rules.NotOneOfTheTwo):
        see(built, OLGA)
    assert [sight.by for sight in queries.sights_of(built.paper, number(built))] == [
        OMAR.login,
        ODILE.login,
        OMAR.login,
    ]
    assert queries.sights_of(built.paper, later_world.number_of(built, 5)) == []


def test_the_journal_tells_number_case_and_reason_and_never_who_wrote_it(built):
    propose(built)
    confirm(built)
    see(built, ODILE)
    told = facts(built)[-5:]
    after = ["IncidentsAsked", "ScriptLifted", "ScriptSeen", "ScriptSeen"]
    assert [act for act, *_ in told] == ["ScriptLiftingProposed", *after]
    assert told[0][2] == {"number": number(built), "case": "fraud", "reason": "Deux copies identiques."}
    written = json.dumps([fact for *_, fact in facts(built)], ensure_ascii=False)
    assert not any(name in written for name in (*NAMES, candidate_number(1)))


@pytest.mark.parametrize("by", [CLAIRE, MARC, Actor("nobody@nowhere.invalid")])
def test_only_the_office_lifts_a_script(built, by):
    for attempt in (propose, confirm, see):
        with pytest.raises(NotFromOffice):
            attempt(built, by=by)
    with pytest.raises(NotFromOffice):
        act(built, services.withdraw_script_lifting, by, reason="Erreur")


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_script_is_proposed_and_withdrawn_with_a_reason(built, reason):
    with pytest.raises(rules.LiftingReasonMissing):
        propose(built, reason=reason)
    propose(built)
    with pytest.raises(rules.LiftingReasonMissing):
        act(built, services.withdraw_script_lifting, OMAR, reason=reason)


def test_a_script_is_proposed_once_at_a_time_and_again_once_it_is_done(built):
    propose(built)
    with pytest.raises(rules.ScriptLiftingOpen) as refused:
        propose(built, OMAR)
    assert refused.value.values["who"] == ODILE.login
    confirm(built)
    with pytest.raises(rules.ScriptLiftingNotOpen):
        confirm(built)
    propose(built, OMAR, case=Case.APPEAL)
    assert queries.open_script_lifting(built.paper, number(built)).case == "appeal"


def test_a_number_that_is_no_script_of_the_paper_is_not_proposed(built):
    for typed, refusal in (("12345678A", NumberMistyped), ("00000042W", NumberUnknown)):
        with pytest.raises(refusal):
            propose(built, number_typed=typed)
    with pytest.raises(rules.NobodyBehind):
        propose(built, number_typed=spare(built))


def spare(built):
    return anonymity.unused_spares(built.paper, CEDRES, anonymity.sealer_of(built.paper, KEY))[0]


def test_the_database_holds_that_two_persons_lift_with_a_reason(built):
    row = propose(built)
    for wrong in ({"lifted_by": ODILE.login}, {"reason": ""}, {"lifted_at": TYPING, "withdrawn_at": TYPING}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ScriptLifting.objects.filter(pk=row.pk).update(**wrong)


def test_no_mark_changes(built):
    before = list(Mark.objects.order_by("pk").values())
    propose(built)
    confirm(built)
    assert list(Mark.objects.order_by("pk").values()) == before


def test_nobody_confirms_before_they_asked_for_incidents_since_it_was_proposed(built):
    propose(built)
    with pytest.raises(rules.IncidentsNotAsked):
        act(built, services.confirm_script_lifting, OMAR, key=KEY)
    with pytest.raises(rules.SamePersonForScript):
        ask(built, ODILE)
    assert ask(built) is False
    assert act(built, services.confirm_script_lifting, OMAR, key=KEY).candidate_number == candidate_number(1)


@pytest.mark.parametrize(("rank", "word", "has_one"), [(1, "", True), (1, "in-order", False), (3, "", False)])
def test_an_incident_without_an_end_is_told_and_the_journal_keeps_no_answer(built, rank, word, has_one):
    incident = room_reports.note(built, rank=rank)
    if word:
        room_reports.follow(built, incident, FollowUp(word))
    propose(built)
    assert ask(built) is has_one
    assert facts(built)[-1] == ("IncidentsAsked", OMAR.login, {"number": number(built)})
