"""An absence is answered: by a decision of the rector, as unjustified, or taken back; each kept."""

import json
from datetime import date, timedelta
from itertools import pairwise

import pytest

from massicot.absences import queries, services
from massicot.absences.models import Absence, Deduction, RectorDecision
from massicot.absences.queries import absences
from massicot.absences.rules import life
from massicot.absences.rules.absences import AbsenceKind, AbsenceState, ReasonGiven, SaidOfAbsence, VisitResult, Who
from massicot.absences.rules.deductions import StillToCome
from massicot.audit.models import JournalLine
from massicot.core import draws
from massicot.missions.models import Convocation
from massicot.missions.queries import convocations
from massicot.missions.queries.letters import halves_called
from massicot.missions.rules import AssignmentState, ConvocationState
from massicot.persons.models import Situation
from massicot.persons.rules import EmployerKind
from massicot.post import queries as post
from massicot.post.models import Letter
from tests.absences import absent
from tests.absences.absent import AFTER, AFTERNOON, ALL, MORNING, NEXT_MORNING
from tests.cast import ODILE, OMAR
from tests.keeping import kept
from tests.missions import calling
from tests.missions.calling import ADDRESSES, ASKED, FIRST

pytestmark = pytest.mark.django_db
built = kept(absent.called)

DECIDED = life.DecisionTyped("Pour le recteur, la secrétaire générale", date(2017, 5, 10), "DIEC/2017/42")
BY = {"by": ODILE, "at": ASKED}


def grant(absence, *halves, typed=DECIDED, at=ASKED):
    services.grant_exemption(
        absence_id=absence.pk,
        typed=typed,
        halves=halves or queries.halves_of(absence),
        addresses=ADDRESSES,
        draw=draws.from_seed("granted"),
        by=ODILE,
        at=at,
    )


def take_back(absence, reason="Un certificat est arrivé", at=ASKED):
    about = {"absence_id": absence.pk, "reason": reason, "replaced": ()}
    named = {"addresses": ADDRESSES, "draw": draws.from_seed("back"), "by": OMAR, "at": at}
    services.take_back_answer_unchecked_replacement(**about, **named)


def letters():
    return list(Convocation.objects.filter(assignment=absent.place_of()).order_by("issue"))


def state_of(absence):
    return Absence.objects.get(pk=absence.pk).state


def test_whoever_is_exempted_of_all_is_called_no_more_and_told(built):
    absence = absent.announce()
    grant(absence)
    (row,) = letters()
    assert (state_of(absence), row.state) == (AbsenceState.EXEMPTED, ConvocationState.CANCELLED)
    assert absent.place_of().state == AssignmentState.WITHDRAWN
    (mail,) = Letter.objects.filter(occasion=f"convocation-cancelled:{row.code}")
    assert "dispense accordée par décision du 10/05/2017, référence DIEC/2017/42" in post.body_of(mail)
    assert len(queries.away_at(built.session.pk)) == len(ALL)


def test_whoever_is_exempted_of_one_day_of_two_has_a_letter_for_the_other(built):
    absence = absent.announce()
    grant(absence, MORNING, AFTERNOON)
    before, after = letters()
    assert (before.state, after.state, after.code) == ("replaced", "valid", f"{before.code}-2")
    assert list(halves_called(convocations.facts_of(after))) == list(ALL[2:])
    assert queries.halves_of(absence) == [MORNING, AFTERNOON]
    assert convocations.count_stale(absent.place_of().mission_id) == 0


def test_what_has_begun_and_is_not_exempted_waits_for_an_answer_of_its_own_and_comes_to_its_deduction(built):
    Situation.objects.update(employer_kind=EmployerKind.ACADEMY)
    absence = absent.announce()
    services.confirm_absence(absence_id=absence.pk, by=ODILE, at=ASKED)
    grant(absence, MORNING, at=calling.hour(FIRST, 14))
    (left,) = queries.open_absences(built.session.pk)
    assert (queries.halves_of(absence), queries.halves_of(left)) == ([MORNING], [AFTERNOON])
    told = ("state", "kind", "words", "way", "said_at", "said_by", "letter_code", "institution_uai")
    absence.state = AbsenceState.CONFIRMED
    assert [getattr(left, name) for name in told] == [getattr(absence, name) for name in told]
    assert list(left.steps.values_list("step", flat=True)) == ["announce", "confirm"]
    for act in (services.leave_unjustified, services.file_deduction):
        act(absence_id=left.pk, by=ODILE, at=AFTER)
    assert Deduction.objects.get(taken_back_at=None).absence == left
    take_back(absence, at=AFTER)
    assert queries.halves_of(left) == [AFTERNOON]


@pytest.mark.parametrize(("hour", "left"), [(9, [MORNING]), (12, [MORNING]), (13, [MORNING, AFTERNOON])])
def test_an_afternoon_has_begun_at_thirteen(built, hour, left):
    grant(absent.announce(), NEXT_MORNING, at=calling.hour(FIRST, hour))
    (row,) = queries.open_absences(built.session.pk)
    assert queries.halves_of(row) == left


def test_half_a_day_is_cut_at_thirteen(built):
    grant(absent.announce("BOB", MORNING))
    (_, row) = letters()
    first = convocations.facts_of(row).slots[0]
    assert (first.starts.hour, first.ends.hour) == (13, 17)


def test_a_refusal_lets_the_letter_hold_and_stops_what_waits(built):
    absence = absent.announce()
    services.refuse_exemption(absence_id=absence.pk, typed=DECIDED, **BY)
    (row,) = letters()
    assert (state_of(absence), row.state) == (AbsenceState.REFUSED, ConvocationState.VALID)
    assert convocations.followed_by_code(row.code).standing != "cannot-come"
    assert not queries.open_absences(built.session.pk).exists()


def test_an_exemption_has_one_decision(built):
    absence = absent.announce()
    services.refuse_exemption(absence_id=absence.pk, typed=DECIDED, **BY)
    with pytest.raises(life.AbsenceMoved):
        grant(absence)
    assert RectorDecision.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        (life.DecisionTyped("Le recteur", date(2017, 5, 9), "42"), life.DecidedBeforeSaid),
        (life.DecisionTyped("Le recteur", date(2017, 5, 11), "42"), life.DecidedTomorrow),
        (life.DecisionTyped(" ", date(2017, 5, 10), "42"), life.DecisionIncomplete),
        (life.DecisionTyped("Le recteur", date(2017, 5, 10), ""), life.DecisionIncomplete),
    ],
)
def test_a_decision_has_its_author_its_reference_and_a_possible_day(built, typed, refusal):
    absence = absent.announce()
    with pytest.raises(refusal):
        grant(absence, typed=typed)
    assert state_of(absence) == AbsenceState.ANNOUNCED


def test_an_exemption_is_of_half_days_of_the_absence(built):
    absence = absent.announce("BOB", MORNING)
    with pytest.raises(life.HalvesNotOfAbsence):
        grant(absence, AFTERNOON)


def test_what_a_register_alone_found_is_decided_once_it_is_explained(built):
    absence = absent.observe()
    typed = life.DecisionTyped("Le recteur", date(2017, 6, 3), "42")
    with pytest.raises(life.AbsenceMoved):
        grant(absence, typed=typed, at=AFTER)
    services.explain_absence(
        absence_id=absence.pk, said=SaidOfAbsence(words="Accident"), who=Who.HEAD, by=ODILE, at=AFTER
    )
    grant(absence, typed=typed, at=AFTER)
    assert (state_of(absence), letters()[0].state) == (AbsenceState.EXEMPTED, ConvocationState.VALID)


def test_an_exemption_taken_back_calls_again_to_the_half_days_and_is_kept(built):
    absence = absent.announce()
    grant(absence, MORNING, AFTERNOON)
    take_back(absence, "Décision annulée")
    assert (state_of(absence), RectorDecision.objects.get().taken_back_at) == (AbsenceState.ANNOUNCED, ASKED)
    assert list(halves_called(convocations.facts_of(letters()[-1]))) == list(ALL)
    services.refuse_exemption(absence_id=absence.pk, typed=DECIDED, **BY)
    assert list(RectorDecision.objects.order_by("pk").values_list("is_granted", flat=True)) == [True, False]


def test_each_issue_of_a_letter_has_its_line_in_the_chain_of_the_letter(built):
    absence = absent.announce()
    grant(absence, MORNING, AFTERNOON)
    take_back(absence, "Décision annulée")
    codes = [row.code for row in letters()]
    lines = JournalLine.objects.filter(subject=f"convocation:{codes[0]}", act="ConvocationIssuedAgain")
    told = [json.loads(line.facts) for line in lines.order_by("sequence")]
    assert told == [{"code": code, "again": again} for code, again in pairwise(codes)]


def test_an_answer_taken_back_leaves_what_was_said_before_and_no_more(built):
    confirmed, found = absent.announce("CHARLIE"), absent.observe()
    services.confirm_absence(absence_id=confirmed.pk, **BY)
    for absence, state in ((confirmed, AbsenceState.CONFIRMED), (found, AbsenceState.OBSERVED)):
        services.leave_unjustified(absence_id=absence.pk, by=ODILE, at=AFTER)
        take_back(absence, at=AFTER)
        assert state_of(absence) == state


def test_what_is_explained_once_its_answer_is_taken_back_stays_so(built):
    absence = absent.observe()
    services.leave_unjustified(absence_id=absence.pk, by=ODILE, at=AFTER)
    take_back(absence, at=AFTER)
    said = SaidOfAbsence(AbsenceKind.ILLNESS)
    services.explain_absence(absence_id=absence.pk, said=said, who=Who.OFFICE, by=ODILE, at=AFTER)
    services.leave_unjustified(absence_id=absence.pk, by=ODILE, at=AFTER)
    take_back(absence, at=AFTER)
    assert state_of(absence) == AbsenceState.ANNOUNCED


def test_the_office_notes_why_whoever_was_announced_without_a_reason_does_not_come_once(built):
    absence = absent.announce(said=SaidOfAbsence(words="Au téléphone"), way=Who.OFFICE)
    why = {"absence_id": absence.pk, "said": SaidOfAbsence(AbsenceKind.ILLNESS), "by": OMAR, "at": AFTER}
    with pytest.raises(life.AbsenceMoved):
        services.explain_absence(who=Who.PERSON, **why)
    services.explain_absence(who=Who.OFFICE, **why)
    row = Absence.objects.get()
    assert (row.state, row.kind, row.words) == ("announced", "illness", "Au téléphone")
    assert (row.said_at, row.said_by) == (ASKED, ODILE.login)
    with pytest.raises(ReasonGiven):
        services.explain_absence(who=Who.OFFICE, **why)


def test_an_absence_is_unjustified_once_its_last_day_has_come(built):
    absence = absent.announce()
    with pytest.raises(StillToCome, match="02/06/2017"):
        services.leave_unjustified(absence_id=absence.pk, **BY)
    services.leave_unjustified(absence_id=absence.pk, by=ODILE, at=AFTER)
    assert state_of(absence) == AbsenceState.UNJUSTIFIED


def test_a_counter_visit_is_asked_once_and_its_result_told_on_a_possible_day(built):
    absence = absent.announce()
    with pytest.raises(life.NoVisitAsked):
        visit(absence, date(2017, 5, 10))
    services.ask_counter_visit(absence_id=absence.pk, **BY)
    with pytest.raises(life.VisitAskedAlready):
        services.ask_counter_visit(absence_id=absence.pk, **BY)
    for day in (date(2017, 5, 9), date(2017, 5, 11)):
        with pytest.raises(life.VisitedBeforeAsked):
            visit(absence, day)
    visit(absence, date(2017, 5, 10))
    assert state_of(absence) == AbsenceState.ANNOUNCED


def visit(absence, day):
    typed = life.VisitTyped(VisitResult.NOT_JUSTIFIED, day)
    services.tell_counter_visit(absence_id=absence.pk, typed=typed, **BY)


def test_no_doctor_looks_at_whoever_is_not_ill(built):
    absence = absent.announce(said=SaidOfAbsence())
    with pytest.raises(life.VisitOfNoIllness):
        services.ask_counter_visit(absence_id=absence.pk, **BY)


def test_what_somebody_else_announced_is_withdrawn_by_the_office(built):
    absence = absent.announce()
    with pytest.raises(life.SaidByAnother):
        services.withdraw_absence_unchecked_replacement(absence_id=absence.pk, reason="Erreur", who=Who.HEAD, **BY)
    services.withdraw_absence_unchecked_replacement(absence_id=absence.pk, reason="Erreur", who=Who.OFFICE, **BY)
    assert (state_of(absence), queries.halves_of(absence)) == (AbsenceState.WITHDRAWN, [])


def test_the_journal_never_knows_why_or_what_was_answered(built):
    absence = absent.announce()
    services.confirm_absence(absence_id=absence.pk, **BY)
    services.ask_counter_visit(absence_id=absence.pk, **BY)
    visit(absence, date(2017, 5, 10))
    grant(absence)
    take_back(absence)
    lines = JournalLine.objects.filter(subject=absences.subject_of(absence.pk))
    told = " ".join(f"{line.act} {line.facts}" for line in lines).casefold()
    words = "ill grant refus exempt visit justif deduct certif motif DIEC secrét".casefold().split()
    assert [word for word in words if word in told] == []
    assert lines.count() == 6


def test_whoever_was_announced_and_came_is_told_to_the_office_until_it_has_seen_it(built):
    absence = absent.announce("BOB", MORNING)
    absent.come()
    assert Absence.objects.get().came_seen_at is None
    services.see_who_came(absence_id=absence.pk, by=ODILE, at=AFTER)
    assert Absence.objects.get().came_seen_at == AFTER
    services.see_who_came(absence_id=absence.pk, by=ODILE, at=AFTER + timedelta(hours=1))
    assert Absence.objects.get().came_seen_at == AFTER
    assert Deduction.objects.count() == 0


def test_the_letter_that_calls_again_is_one_that_is_told(built):
    grant(absent.announce("BOB", MORNING))
    assert calling.letters(assignment=absent.place_of(), state="valid")[0].code.endswith("-2")
