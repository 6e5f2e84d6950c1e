"""Who acts in a rehearsal: one invented person per desk."""

from datetime import datetime

from massicot.accounts import rules as account_rules
from massicot.accounts import services as accounts
from massicot.core.actor import SYSTEM, Actor, Role
from massicot.markers import services as markers

DOMAIN = "repetition.invalid"
"""A name that no mail can reach (RFC 2606)."""

CASEWORKER = Actor(f"gestionnaire@{DOMAIN}")
HEAD_OF_OFFICE = Actor(f"cheffe.de.bureau@{DOMAIN}")
MARKING_CENTRE = Actor(f"centre.de.correction@{DOMAIN}")
INSPECTOR = Actor(f"inspection@{DOMAIN}")
FIRST_PERSON = "Dominique Premier"
SECOND_PERSON = "Camille Second"
"""Who looks beside the head of a centre for what is not there: no account is needed for that."""
OUTSIDE_CENTRE = "Dominique Dehors, cheffe du centre"
"""Who acknowledges the parcels that go to another academy."""
INVIGILATORS, HEAD_OF_CENTRE = ("Sacha Veille", "Maxime Garde"), "Claude Centre"
"""Who watches each room and signs its report: they have no account either."""


def exam_centre(uai: str) -> Actor:
    """Name the head of one exam centre."""
    return Actor(f"centre.{uai.lower()}@{DOMAIN}")


def appoint_office(at: datetime) -> None:
    """Appoint two persons to the exam office."""
    for person in (CASEWORKER, HEAD_OF_OFFICE):
        markers.appoint_at_known_place(email=person.login, role=Role.OFFICE, scope="", by=SYSTEM, at=at)


def appoint_centres(exam_centres: list[str], marking_centre: str, at: datetime) -> None:
    """Appoint a head to each exam centre and one to the marking centre."""
    for uai in exam_centres:
        markers.appoint_at_known_place(
            email=exam_centre(uai).login, role=Role.EXAM_CENTRE, scope=uai, by=CASEWORKER, at=at
        )
    markers.appoint_at_known_place(
        email=MARKING_CENTRE.login, role=Role.MARKING_CENTRE, scope=marking_centre, by=CASEWORKER, at=at
    )


def choose_password(person: Actor, password: str, at: datetime) -> None:
    """Let an invented person choose a password with a one-time link, as real ones do."""
    token = accounts.draw_link(email=person.login, by=SYSTEM, at=at)
    accounts.choose_password(code=token, password=password, at=at)


def add_telephone(person: Actor, at: datetime) -> str:
    """Give an invented person a second factor, and tell what its codes are computed from (base32)."""
    secret = account_rules.draw_secret()
    accounts.enrol_totp(email=person.login, secret=secret, by=person, at=at)
    return secret
