"""Two caseworkers, or a table and a caseworker, at one person at the same time: the guard off, then the guard."""

import threading
from datetime import date

import pytest
from django.db import transaction

from massicot.accounts.models import Account
from massicot.accounts.rules import AlreadyAppointed
from massicot.batches import queries as batches
from massicot.batches.rules.hands import SchoolWhileHolding
from massicot.persons import queries, services
from massicot.persons.models import Person
from massicot.persons.rules import EmployerKind, UnavailabilityKind
from massicot.persons.rules.addresses import KeptIsAside
from massicot.persons.rules.persons import PersonAside, PersonMeanwhile, PersonName, SkillsThereAlready
from massicot.persons.rules.situations import Employer, EmployersKnown
from massicot.persons.rules.unavailability import DaysDeclared, read_unavailability
from massicot.persons.services import PersonValues
from massicot.post.models import Letter
from tests import world
from tests.cast import MORNING, ODILE, TILLEULS
from tests.persons.calling import AT_CEDRES, BOB, TODAY, bring_in, change_situation, give_access, move, person
from tests.racing import WAIT_S, at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]
BADIANE, MARRIED = PersonName("", "BADIANE", "Bob"), PersonName("", "BADIANE-ROITELET", "Bob")
CALLED = f"BOB;BADIANE;Bob;b@tilleuls.invalid;{TILLEULS};Lettres"


def correct():
    services.correct_name(person=person(), seen=BADIANE, name=MARRIED, reason="Mariage", by=ODILE, at=MORNING)


def test_without_the_guard_a_table_takes_a_corrected_name_back():
    world.opened()
    read, corrected = threading.Event(), threading.Event()

    def bring_in_unguarded():
        with transaction.atomic():
            known = queries.files_of(["BOB"], TODAY)
            read.set()
            assert corrected.wait(WAIT_S)
            services.keep_persons(said={"BOB": PersonValues({"telephone": "0491"})}, known=known, since=TODAY)

    def correct_meanwhile():
        assert read.wait(WAIT_S)
        correct()
        corrected.set()

    at_once(bring_in_unguarded, correct_meanwhile)
    assert (person().surname, person().telephone) == ("BADIANE", "0491")


def test_a_name_corrected_while_a_table_comes_in_stays_corrected():
    built = world.opened()
    meanwhile(lambda: bring_in(built, CALLED), correct)
    assert (person().surname, person().email) == ("BADIANE-ROITELET", "b@tilleuls.invalid")


def test_without_the_guard_two_caseworkers_move_one_address_and_one_never_knows():
    world.opened()
    both_read = threading.Barrier(2, timeout=WAIT_S)

    def move_unguarded(to):
        with transaction.atomic():
            one = person()
            both_read.wait()
            return Person.objects.filter(pk=one.pk).update(email=to)

    assert at_once(*(lambda to=to: move_unguarded(to) for to in ("a@x.invalid", "b@x.invalid"))) == [1, 1]


def test_two_caseworkers_who_move_one_address_are_told_apart():
    built = world.opened()
    give_access(built)
    answers = at_once(*(lambda to=to: move(to, seen=BOB) for to in ("a@x.invalid", "b@x.invalid")))
    assert sorted(type(answer) for answer in answers if answer is not None) == [PersonMeanwhile]
    assert person().email == person().account.email
    assert Letter.objects.filter(to__in=["a@x.invalid", "b@x.invalid"]).count() == 1


def test_access_given_twice_at_once_is_one_account():
    built = world.opened()
    answers = at_once(lambda: give_access(built), lambda: give_access(built))
    assert [type(answer) for answer in answers if not isinstance(answer, Account)] == [AlreadyAppointed]
    assert Account.objects.filter(email=BOB).count() == 1


def test_two_persons_are_never_each_the_double_of_the_other():
    world.opened()

    def say(one, kept):
        services.say_double_unchecked_lists(person=person(one), kept=kept, reason="Muté", by=ODILE, at=MORNING)

    answers = meanwhile(lambda: say("BOB", "CHARLIE"), lambda: say("CHARLIE", "BOB"))
    assert isinstance(answers[1], KeptIsAside)
    assert person("CHARLIE").set_aside_at is None


def test_access_given_while_somebody_becomes_a_double_is_refused():
    built = world.opened()
    double = {"person": person(), "kept": "CHARLIE", "reason": "Muté", "by": ODILE, "at": MORNING}
    answers = meanwhile(lambda: services.say_double_unchecked_lists(**double), lambda: give_access(built))
    assert isinstance(answers[1], PersonAside)
    assert person().account is None


def test_the_employer_told_twice_at_once_is_that_of_the_first():
    world.opened()
    days = {person().pk: TODAY}
    tell = lambda kind: services.tell_employers(days=days, employer=Employer(kind), by=ODILE, at=MORNING)  # noqa: E731
    answers = meanwhile(lambda: tell(EmployerKind.ACADEMY), lambda: tell(EmployerKind.RETIRED))
    assert isinstance(answers[1], EmployersKnown)
    assert person().situations.get().employer_kind == EmployerKind.ACADEMY


def test_a_skill_added_twice_at_once_is_there_once():
    world.opened()
    add = lambda: services.add_skills(person=person(), skills="latin", by=ODILE, at=MORNING)  # noqa: E731
    assert isinstance(meanwhile(add, add)[1], SkillsThereAlready)


def test_a_school_that_changes_while_a_batch_goes_out_waits_and_is_refused():
    built = world.sealed()
    batch = batches.batches_of(built.paper.pk)[0]
    answers = meanwhile(lambda: world.lend(batch, "BOB"), lambda: change_situation("BOB", TODAY, AT_CEDRES))
    assert isinstance(answers[1], SchoolWhileHolding)
    assert queries.institution_of(person().pk, TODAY) == TILLEULS


def declarations():
    """Give what brings in a table of one line, and what declares the same days by hand."""
    built = world.opened()
    lines = b"identifiant;du;au;motif\nBOB;01/06/2017;02/06/2017;conge\n"
    by = {"by": ODILE, "at": MORNING}
    told = {"session": built.session, "table": read_unavailability(lines, "u.csv", identifiers=["BOB"])} | by
    days = {"starts_on": date(2017, 6, 1), "ends_on": date(2017, 6, 2), "kind": UnavailabilityKind.LEAVE} | by
    return (
        lambda: services.import_unavailability(**told),
        lambda: services.declare_unavailability(person=person(), **days),
    )


def test_days_declared_while_a_table_declares_them_are_declared_once():
    outcome, answer = meanwhile(*declarations())
    assert (len(outcome.new), type(answer)) == (1, DaysDeclared)


def test_a_table_that_comes_while_its_days_are_declared_finds_them():
    _, outcome = meanwhile(*reversed(declarations()))
    assert (len(outcome.new), outcome.same) == (0, 1)
