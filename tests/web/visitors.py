"""Everybody who may come to the site, each in a browser of their own, and every address there is."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.batches import queries as batches
from massicot.core.actor import SYSTEM, Role
from massicot.exams import services as exams
from massicot.exams.models import Paper
from tests.hostile.client import HostileClient
from tests.world import CLAIRE, MARC, ODILE, PREPARED, TILLEULS, World

PEOPLE = {
    Role.OFFICE: (ODILE.login, ""),
    Role.EXAM_CENTRE: (CLAIRE.login, ""),
    Role.MARKING_CENTRE: (MARC.login, ""),
    Role.MARKER: ("bob@tilleuls.invalid", "BTS-2017"),
    Role.INSPECTOR: ("ines@inspection.invalid", "BTS-2017"),
    Role.SCHOOL: ("sonia@tilleuls.invalid", TILLEULS),
    Role.FINANCE: ("felix@finances.invalid", ""),
}
"""Who holds each role, and over which scope where the world has not appointed them."""

ANONYMOUS, SHEET = "anonymous", "mark-sheet"
VISITORS = (ANONYMOUS, *(role.value for role in PEOPLE), SHEET)

ARGUMENTS = {
    "shared:welcome": {"token": "never-given"},
    "office:ladder": {"session": "BTS-2017", "paper": "CGE"},
    "office:decide_gap": {"session": "BTS-2017", "paper": "CGE"},
}
"""What an address needs to be one; an address that needs more and is not here fails the tests that visit it."""


def visitors(built: World) -> dict[str, HostileClient]:
    """Let everybody come: nobody known, one person of each role, one holder of a mark sheet."""
    return {who: visitor(built, who) for who in VISITORS}


def visitor(built: World, who: str) -> HostileClient:
    """Let one visitor come, in a browser without a past."""
    if who == ANONYMOUS:
        return HostileClient()
    return _with_a_sheet(built) if who == SHEET else _signed_in(Role(who))


def link_token() -> str:
    """Draw a one-time link that is good."""
    return account_acts.draw_link(email=ODILE.login, by=SYSTEM, at=timezone.now())


def addresses() -> dict[str, str]:
    """Map the name of every address of the resolver to an address of that name."""
    return {name: reverse(name, kwargs=ARGUMENTS.get(name)) for name in names(get_resolver().url_patterns)}


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Name every address, those without a name too, which nobody can reverse."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


def _signed_in(role: Role) -> HostileClient:
    email, scope = PEOPLE[role]
    if role not in dict(accounts.appointments_of(email)):
        exams.appoint(email=email, role=role, scope=scope, by=SYSTEM, at=PREPARED)
    client = HostileClient()
    client.force_login(accounts.account_by_email(email))
    return client


def _with_a_sheet(built: World) -> HostileClient:
    now, a_day = timezone.now(), timedelta(days=1)
    Paper.objects.update(entry_opens_at=now - a_day, entry_closes_at=now + a_day)
    sheet = built.sheets[batches.batches_of(built.paper.pk)[0].code]
    client = HostileClient()
    fields = {"site": sheet.site, "identifiant": sheet.identifier, "mot_de_passe": sheet.password}
    assert client.post(reverse("portal:sign_in"), fields).status_code == 302
    return client
