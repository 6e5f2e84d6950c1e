"""A small pool for tests of persons: two teachers of a lycée, one of another, and the office that looks after them."""

from dataclasses import replace
from datetime import date

from massicot.accounts import services as account_acts
from massicot.batches import services as batch_acts
from massicot.exams import queries as exams
from massicot.exams.models import Session
from massicot.markers import services as markers
from massicot.markers.rules import read_markers
from massicot.persons import queries as persons
from massicot.persons.rules.persons import PersonDraft, PersonName, SituationDraft
from tests.cast import CEDRES, MORNING, ODILE, TILLEULS

BOB = "bob@tilleuls.invalid"
TODAY = MORNING.date()
ADA = PersonDraft("ADA", PersonName("Mme", "ROITELET", "Ada"), "ada@tilleuls.invalid", "0491000000")
AT_TILLEULS, AT_CEDRES = SituationDraft(institution_uai=TILLEULS), SituationDraft(institution_uai=CEDRES)


def another_session(built):
    """Open a session beside that of the world; it has no paper yet."""
    later = Session.objects.get(pk=built.session.pk)
    later.pk, later.code, later._state.adding = None, "BTS-2018", True
    later.save()
    return later


def person(identifier="BOB"):
    return persons.person_by_id(persons.person_by_identifier(identifier).pk)


def enter(built, draft=ADA, situation=AT_TILLEULS, **told):
    place = markers.PoolPlace(built.session, "Lettres")
    return markers.enter_person(draft=draft, situation=situation, place=place, **told, by=ODILE, at=MORNING)


def give_access(built, identifier="BOB"):
    link = lambda code: f"/{code}"  # noqa: E731
    markers.give_access(person=person(identifier), session=built.session, link_address=link, by=ODILE, at=MORNING)
    return person(identifier).account


def come_in(account):
    """Let somebody choose a password with the link of their letter."""
    code = account_acts.draw_link(email=account.email, by=ODILE, at=MORNING)
    account_acts.choose_password(code=code, password="Un mot de passe assez long", at=MORNING)


def move(to, identifier="BOB", seen=None):
    one = person(identifier)
    markers.move_address(person=one, seen=one.email if seen is None else seen, to=to, by=ODILE, at=MORNING)


def read(built, *lines):
    content = "\n".join(("identifiant;nom;prenom;courriel;uai;discipline", *lines)).encode()
    return read_markers(content, "m.csv", institutions=exams.institution_names())


def bring_in(built, *lines):
    return batch_acts.import_markers(session=built.session, table=read(built, *lines), by=ODILE, at=MORNING)


def change_situation(identifier, since, situation, today=TODAY):
    batch_acts.change_situation(
        person=person(identifier), since=since, situation=situation, today=today, by=ODILE, at=MORNING
    )


def homonym(draft=ADA, **told):
    return replace(draft, **told)


def day(month, number):
    return date(2017, month, number)
