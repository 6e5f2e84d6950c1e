"""Any sequence of acts on persons and accounts: one human has one account at most, which follows them."""

from collections import Counter

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from massicot.accounts.models import Account
from massicot.core.actor import Role
from massicot.exams.models import Session
from massicot.markers import queries as pools
from massicot.markers import services as markers
from massicot.markers.models import Marker
from massicot.persons import services
from massicot.persons.models import Person
from massicot.persons.rules import PersonUnknown
from massicot.persons.rules.persons import PersonDraft, PersonName
from tests import world
from tests.cast import CEDRES, MORNING, ODILE, PERRIN, TILLEULS
from tests.keeping import RolledBack, explored, kept
from tests.persons.calling import AT_TILLEULS, another_session, bring_in, person

pytestmark = pytest.mark.django_db
BY = {"by": ODILE, "at": MORNING}


def two_sessions():
    """Open a session, and another one that has no paper yet."""
    built = world.opened()
    another_session(built)
    return built


built = kept(two_sessions)
PEOPLE = st.sampled_from(["ALICE", "BOB", "CHARLIE", "ADA"])
EMAILS = st.sampled_from(["alice@cedres.invalid", "bob@tilleuls.invalid", "ada@tilleuls.invalid", "x@poste.invalid"])
NAMES = st.sampled_from(["BADIANE", "ROITELET", "AMANDE"])
SESSIONS = st.sampled_from(["BTS-2017", "BTS-2018"])
ROLES = st.sampled_from([(Role.MARKER, "BTS-2017"), (Role.SCHOOL, TILLEULS), (Role.EXAM_CENTRE, CEDRES),
                         (Role.MARKING_CENTRE, PERRIN)])  # fmt: skip


class Accounts(RolledBack):
    """A few humans under a few addresses, entered, moved, given accounts; `tied` is who has which account by now."""

    world = None

    def __init__(self):
        super().__init__()
        self.tied = {}
        self.give_access_to("BOB", "BTS-2017")

    def of(self, identifier):
        try:
            return person(identifier)
        except PersonUnknown:
            return None

    def on(self, identifier, act, **told):
        """Act on somebody who is there; give the refusal, or who is meant when it was done."""
        one = self.of(identifier)
        return one is not None and self.attempt(lambda: act(person=one, **told, **BY)) is None

    def tie(self, identifier, done):
        if done:
            self.tied.setdefault(identifier, person(identifier).account_id)

    @rule(identifier=PEOPLE, email=EMAILS, surname=NAMES, session=SESSIONS)
    def enter(self, identifier, email, surname, session):
        draft = PersonDraft(identifier, PersonName("", surname, "Camille"), email)
        place = markers.PoolPlace(Session.objects.get(code=session), "Lettres")
        self.attempt(lambda: markers.enter_person(draft=draft, situation=AT_TILLEULS, place=place, **BY))

    @rule(identifier=PEOPLE, email=EMAILS, session=SESSIONS)
    def import_line(self, identifier, email, session):
        one = self.of(identifier) or Person(surname="ROITELET", first_name="Camille")
        line = f"{identifier};{one.surname};{one.first_name};{email};{TILLEULS};Lettres"
        self.world.session = Session.objects.get(code=session)
        self.attempt(lambda: bring_in(self.world, line))

    @rule(identifier=PEOPLE, surname=NAMES)
    def correct(self, identifier, surname):
        if one := self.of(identifier):
            seen = PersonName(one.civility, one.surname, one.first_name)
            self.on(identifier, services.correct_name, seen=seen, name=PersonName("", surname, "Bob"), reason="Relu")

    @rule(identifier=PEOPLE, email=EMAILS)
    def move(self, identifier, email):
        self.move_of(identifier, email)

    def move_of(self, identifier, email):
        if one := self.of(identifier):
            self.on(identifier, markers.move_address, seen=one.email, to=email)

    @rule(email=EMAILS)
    def move_somebody_who_signs_in(self, email):
        for identifier in sorted(self.tied)[:1]:
            self.move_of(identifier, email)

    @rule(identifier=PEOPLE, email=EMAILS)
    def ask(self, identifier, email):
        self.on(identifier, services.ask_address, email=email)

    @rule(identifier=PEOPLE, kept=PEOPLE)
    def set_aside(self, identifier, kept):
        if identifier == kept:
            self.on(identifier, services.set_person_aside, reason="Congé")
        else:
            self.on(identifier, services.say_double_unchecked_lists, kept=kept, reason="Muté")

    @rule(identifier=PEOPLE)
    def bring_back(self, identifier):
        self.on(identifier, services.bring_person_back)

    @rule(identifier=PEOPLE, session=SESSIONS)
    def put_into_pool(self, identifier, session):
        place = markers.PoolPlace(Session.objects.get(code=session), "Lettres")
        self.on(identifier, markers.put_into_pool, place=place)

    @rule(identifier=PEOPLE, session=SESSIONS)
    def give_access(self, identifier, session):
        self.give_access_to(identifier, session)

    def give_access_to(self, identifier, session):
        to = {"session": Session.objects.get(code=session), "link_address": lambda code: f"/{code}"}
        self.tie(identifier, self.on(identifier, markers.give_access, **to))

    @rule(identifier=PEOPLE, session=SESSIONS)
    def tie_access(self, identifier, session):
        session = Session.objects.get(code=session)
        self.tie(identifier, self.on(identifier, markers.tie_access, session=session))

    @rule(identifier=PEOPLE)
    def untie(self, identifier):
        if self.on(identifier, services.untie_account, reason="Erreur"):
            del self.tied[identifier]

    @rule(email=EMAILS, role=ROLES)
    def appoint(self, email, role):
        self.attempt(lambda: markers.appoint(email=email, role=role[0], scope=role[1], **BY))

    @invariant()
    def each_has_the_account_that_was_given_to_them_and_nobody_elses(self):
        tied = dict(Person.objects.exclude(account=None).values_list("identifier", "account_id"))
        assert tied == self.tied
        assert max(Counter(tied.values()).values(), default=0) <= 1

    @invariant()
    def an_account_signs_in_under_the_address_of_its_person_and_no_other_account_does(self):
        for email, login in Person.objects.exclude(account=None).values_list("email", "account__email"):
            assert email.lower() == login
            assert Account.objects.filter(email__iexact=email).count() == 1

    @invariant()
    def nobody_who_is_set_aside_as_a_double_has_an_account(self):
        assert not Person.objects.exclude(double_of=None).exclude(account=None).exists()

    @invariant()
    def nobody_of_a_pool_knows_its_names(self):
        for marker in Marker.objects.select_related("person__account", "session"):
            assert pools.side_of_person(marker.session.code, marker.person) is None


def test_no_sequence_of_acts_gives_one_human_two_accounts_or_two_humans_one(built):
    class Here(Accounts):
        world = built

    run_state_machine_as_test(Here, settings=explored(45, steps=20))
