"""Two persons lift: an access that one person of the office could have used in another's name is no second person."""

from datetime import timedelta

import pytest

from massicot.accounts import services as account_acts
from massicot.accounts.rules.holders import RestOnOne
from massicot.audit import queries as audit
from massicot.core.actor import SYSTEM, Actor, Role
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.markers import services as marker_acts
from massicot.results import queries, services
from massicot.results.rules.decisions import AlreadyLifted, SamePerson
from massicot.results.rules.lifting import Case, ProposerLeft, ScriptProposerLeft
from tests import later_world
from tests.cast import KEY, ODILE, OMAR, PREPARED, TYPING
from tests.keeping import kept
from tests.web.visitors import SECRET

pytestmark = pytest.mark.django_db
OLGA, PAUL = Actor("olga@bureau.invalid"), Actor("paul@bureau.invalid")
NEXT_DAY = TYPING + timedelta(days=1)

built = kept(later_world.locked)


def printed(email, by, at=TYPING):
    """Print a letter, whose link anybody who holds it may use."""
    exam_acts.print_invitation(
        email=email.login, papers=[], link_address="https://massicot.example/{}".format, by=by, at=at
    )


def appointed(email, by):
    marker_acts.appoint(email=email.login, role=Role.OFFICE, scope="", by=by, at=TYPING)


def reset(email, by):
    account_acts.enrol_totp(email=email.login, secret=SECRET, by=email, at=PREPARED)
    account_acts.reset_second_factor(email=email.login, reason="Téléphone perdu.", by=by, at=TYPING)


def confirmed(email, by, at=TYPING):
    token = account_acts.draw_link(email=email.login, by=SYSTEM, at=at)
    account_acts.choose_password(code=token, password="cerise-bateau-lune", at=at)
    account_acts.enrol_totp(email=email.login, secret=SECRET, by=email, at=at)
    account_acts.confirm_access(email=email.login, by=by, at=at)


def seen(built):
    """Read what the page of the lifting shows."""
    return queries.shown_lifting(built.paper).seen


def lift(built, by, at=TYPING):
    return services.lift(paper=built.paper, seen=seen(built), by=by, at=at)


@pytest.mark.parametrize("deal", [printed, reset])
def test_whoever_could_have_come_in_as_a_colleague_does_not_lift_with_them(built, deal):
    deal(OMAR, by=ODILE)
    lift(built, OMAR)
    with pytest.raises(RestOnOne) as refused:
        lift(built, ODILE)
    assert refused.value.values == {"first": OMAR.login, "second": ODILE.login, "who": ODILE.login}
    assert not queries.is_lifted(built.paper)


def test_it_holds_whichever_of_the_two_proposes(built):
    printed(OMAR, by=ODILE)
    lift(built, ODILE)
    with pytest.raises(RestOnOne):
        lift(built, OMAR)


def test_a_colleague_of_ones_own_making_is_no_second_person(built):
    appointed(OLGA, by=ODILE)
    lift(built, ODILE)
    with pytest.raises(RestOnOne):
        lift(built, OLGA)
    assert lift(built, OMAR).lifted_at == TYPING


def test_two_colleagues_of_one_persons_making_are_not_two(built):
    appointed(OLGA, by=ODILE)
    appointed(PAUL, by=OLGA)
    lift(built, OMAR)
    assert queries.lifting_of(built.paper).proposed_by == OMAR.login
    services.propose_anew(paper=built.paper, seen=seen(built), by=PAUL, at=TYPING)
    with pytest.raises(RestOnOne) as refused:
        lift(built, OLGA)
    assert refused.value.values["who"] == f"{ODILE.login}, {OLGA.login}"


def test_one_script_is_not_lifted_by_one_person_in_two_names_either(built):
    printed(OMAR, by=ODILE)
    number = later_world.number_of(built, 1)
    one = {"paper": built.paper, "number": number, "key": KEY, "at": TYPING}
    services.propose_script_lifting(**one, case=Case.FRAUD, reason="Deux copies.", by=ODILE)
    services.ask_for_incidents(**one, by=OMAR)
    with pytest.raises(RestOnOne):
        services.confirm_script_lifting(**one, by=OMAR)


def test_a_third_person_who_saw_the_colleague_makes_them_two_again(built):
    appointed(OLGA, by=ODILE)
    confirmed(OLGA, by=OMAR)
    lift(built, ODILE)
    assert lift(built, OLGA).lifted_at == TYPING


def test_what_was_proposed_before_a_confirmation_stays_what_it_was(built):
    appointed(OLGA, by=ODILE)
    lift(built, OLGA)
    confirmed(OLGA, by=OMAR, at=NEXT_DAY)
    with pytest.raises(RestOnOne):
        lift(built, ODILE, NEXT_DAY)
    services.propose_anew(paper=built.paper, seen=seen(built), by=ODILE, at=NEXT_DAY)
    assert lift(built, OLGA, NEXT_DAY).lifted_at == NEXT_DAY


def test_a_letter_printed_after_a_colleague_proposed_leaves_their_proposal_theirs(built):
    lift(built, OMAR)
    printed(OMAR, by=ODILE, at=NEXT_DAY)
    assert lift(built, ODILE, NEXT_DAY).lifted_at == NEXT_DAY


def test_a_proposal_taken_over_is_in_the_journal_and_is_ones_own(built):
    printed(OMAR, by=ODILE)
    lift(built, OMAR)
    services.propose_anew(paper=built.paper, seen=seen(built), by=ODILE, at=TYPING)
    with pytest.raises(SamePerson):
        lift(built, ODILE)
    acts = [(line.act, line.by) for line in audit.acts_of(exams.subject_of(built.paper))]
    assert acts[-2:] == [("LiftingProposed", OMAR.login), ("LiftingProposed", ODILE.login)]


def test_nobody_takes_over_their_own_proposal(built):
    lift(built, ODILE)
    with pytest.raises(SamePerson):
        services.propose_anew(paper=built.paper, seen=seen(built), by=ODILE, at=NEXT_DAY)
    assert queries.lifting_of(built.paper).proposed_at == TYPING


def left(who, by):
    account_acts.withdraw_role(email=who.login, role=Role.OFFICE, scope="", reason="Mutation.", by=by, at=TYPING)


def test_what_somebody_proposed_who_left_the_office_is_not_confirmed_but_proposed_anew(built):
    appointed(OLGA, by=ODILE)
    confirmed(OLGA, by=OMAR)
    lift(built, OMAR)
    left(OMAR, by=ODILE)
    with pytest.raises(ProposerLeft):
        lift(built, ODILE)
    services.propose_anew(paper=built.paper, seen=seen(built), by=ODILE, at=TYPING)
    assert lift(built, OLGA).lifted_at == TYPING


def test_the_lifting_of_one_script_by_somebody_who_left_is_not_confirmed_either(built):
    one = {"paper": built.paper, "number": later_world.number_of(built, 1), "key": KEY, "at": TYPING}
    services.propose_script_lifting(**one, case=Case.FRAUD, reason="Deux copies.", by=OMAR)
    left(OMAR, by=ODILE)
    with pytest.raises(ScriptProposerLeft):
        services.confirm_script_lifting(**one, by=ODILE)


def test_what_is_lifted_is_not_proposed_anew(built):
    lift(built, OMAR)
    later_world.amend(built, 1, "20")
    old = seen(built)
    lift(built, ODILE, NEXT_DAY)
    with pytest.raises(AlreadyLifted):
        services.propose_anew(paper=built.paper, seen=old, by=ODILE, at=NEXT_DAY)
