"""Olivia of the exam office and Claire of an exam centre, at the doors of the site."""

from django.utils import timezone

from massicot.accounts import services as account_acts
from massicot.core.actor import SYSTEM, Role
from massicot.markers import services as marker_acts
from tests.cast import CEDRES, CLAIRE
from tests.hostile.client import HostileClient
from tests.web.telephone import code_of
from tests.web.visitors import SECRET

OLIVIA, PASSWORD = "olivia@bureau.invalid", "cerise-bateau-lune-marron"


def appointed(email: str = OLIVIA) -> str:
    """Appoint Olivia or Claire, and draw their one-time link."""
    role, scope = (Role.OFFICE, "") if email == OLIVIA else (Role.EXAM_CENTRE, CEDRES)
    marker_acts.appoint(email=email, role=role, scope=scope, by=SYSTEM, at=timezone.now())
    return account_acts.draw_link(email=email, by=SYSTEM, at=timezone.now())


def settled(email: str = OLIVIA, secret: str = SECRET) -> None:
    """Appoint somebody who has chosen a password and, unless without a secret, added a second factor."""
    account_acts.choose_password(code=appointed(email), password=PASSWORD, at=timezone.now())
    if secret:
        account_acts.enrol_totp(email=email, secret=secret, by=SYSTEM, at=timezone.now())


def choose(client, token, password=PASSWORD, again=PASSWORD):
    return client.post(f"/bienvenue/{token}/", {"new_password1": password, "new_password2": again})


def sign_in(client, email=OLIVIA, password=PASSWORD, headers=None, **more):
    return client.post("/connexion/", {"login": email, "password": password, **more}, headers=headers)


def give_code(client, code="", address="/second-facteur/code/"):
    return client.post(address, {"code": code or code_of(SECRET)})


def signed_in(email=CLAIRE.login, secret="") -> HostileClient:
    """Let somebody settled come in by the front door."""
    settled(email, secret)
    client = HostileClient()
    sign_in(client, email)
    if secret:
        give_code(client)
    return client
