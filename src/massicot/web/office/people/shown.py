"""People as the office lists them: who they are, where, and how far they have come in signing in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy

from massicot.accounts import queries as accounts
from massicot.accounts.queries import holders as accesses
from massicot.accounts.queries.links import WaitingLink, waiting_links
from massicot.accounts.rules import AccountStanding
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.results.queries import Headship
from massicot.web.office.journal.wording import words_of_acts
from massicot.web.shared import instants
from massicot.web.shared.addresses import address_of_each
from massicot.web.shared.desks import ROLE_NAMES
from massicot.web.shared.listing import Condition

STANDINGS: Mapping[str, Promise | str] = {
    AccountStanding.LAPSED: gettext_lazy("to be invited: no link is good"),
    AccountStanding.INVITED: gettext_lazy("invited"),
    AccountStanding.IN: gettext_lazy("has access"),
    AccountStanding.CLOSED: gettext_lazy("closed"),
}
"""How far a person has come, those who need somebody first."""

_SENTENCES: Mapping[AccountStanding, Promise | str] = {
    AccountStanding.LAPSED: gettext_lazy("This person has not come in yet, and has no link that is good."),
    AccountStanding.INVITED: gettext_lazy("This person is invited and has not come in yet."),
    AccountStanding.IN: gettext_lazy("This person has access."),
    AccountStanding.CLOSED: gettext_lazy("This account is closed."),
}
"""The same as the page of a person says it."""

_HERE = frozenset({"127.0.0.1", "localhost", "::1", "0.0.0.0"})  # noqa: S104 - looked for, not listened on


_TOLD = frozenset(
    {"RoleGiven", "LinkDrawn", "PasswordChosen", "SecondFactorReset", "SecondFactorAdded", "AccessConfirmed"}
)
"""The acts of an account that tell whose it is."""


@dataclass(frozen=True, slots=True)
class ShownRole:
    role: Role
    scope: str
    title: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPerson:
    email: str
    address: str
    appointments: tuple[ShownRole, ...]
    standing_title: str
    standing_sentence: str
    has_second_factor: bool
    signed_in_at: datetime | None

    @property
    def roles(self) -> str:
        """Write all the roles on one line."""
        return ", ".join(f"{role.title} ({role.place})" if role.place else role.title for role in self.appointments)

    @property
    def second_factor(self) -> str:
        return gettext("yes") if self.has_second_factor else gettext("no")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHead:
    """One centre whose head never came in: whom a letter goes to, and the letter that is already on its way."""

    role: Role
    name: str
    uai: str
    to: str
    letter: str
    has_link: bool


def shown_heads(headships: Sequence[Headship], now: datetime) -> list[ShownHead]:
    """Show centres with the letters that their heads hold."""
    links = waiting_links([login for headship in headships for login in headship.logins], now)
    return [
        _shown_head(headship, [links[login] for login in headship.logins if login in links]) for headship in headships
    ]


def _shown_head(headship: Headship, links: Sequence[WaitingLink]) -> ShownHead:
    return ShownHead(
        role=headship.role,
        name=headship.name,
        uai=headship.uai,
        to=", ".join(headship.logins) or headship.email,
        letter=" ".join(told_link(link) for link in links),
        has_link=bool(links),
    )


def told_link(link: WaitingLink | None) -> str:
    """Tell of a letter that is on its way: how and when it left, and until when it is good."""
    if link is None:
        return ""
    sentence = (
        gettext("printed on {at}, good until {until}")
        if link.is_on_paper
        else gettext("sent by mail on {at}, good until {until}")
    )
    return sentence.format(at=_local(link.drawn_at), until=_local(link.until))


def shown_people(ids: Sequence[int], now: datetime) -> list[ShownPerson]:
    """Show some of the people, by their accounts."""
    people = accounts.persons(ids, now)
    names = exams.institution_names({scope for person in people for _, scope in person.roles if scope})
    titles = {role: str(name) for role, name in ROLE_NAMES.items()}
    address_of = address_of_each("office:person", [])
    return [
        ShownPerson(
            email=person.email,
            address=address_of(person.email),
            appointments=tuple(
                ShownRole(role, scope, titles[role], names.get(scope, scope)) for role, scope in person.roles
            ),
            standing_title=_title(person),
            standing_sentence=_sentence(person),
            has_second_factor=person.has_second_factor,
            signed_in_at=person.signed_in_at,
        )
        for person in people
    ]


def whoever_is(words: str) -> Condition:
    """Say whom the search box looks for, beside their logins: by a role, or by the name or the UAI of a place."""
    wanted = words.casefold()
    roles = [role for role, name in ROLE_NAMES.items() if wanted in str(name).casefold()]
    return accounts.with_role_or_scope(roles, exams.uais_called(words), words)


def stays_here() -> str:
    """Give the address that letters lead to when this machine alone can open it; empty when others can.

    Ninety letters were printed before anybody saw it.
    """
    host = urlsplit(settings.MASSICOT_BASE_URL).hostname
    return settings.MASSICOT_BASE_URL if host in _HERE else ""


def file_of_letter(person: ShownPerson) -> str:
    """Name the file of a person's letter: ninety of them lie in one folder."""
    place = person.appointments[0].scope if person.appointments else ""
    return f"invitation-{place or slugify(person.email)}.pdf"


def role_choices(roles: Collection[Role]) -> list[tuple[str, Promise | str]]:
    return [(role.value, ROLE_NAMES[role]) for role in roles]


def _title(person: accounts.AccountHolder) -> str:
    if person.standing is AccountStanding.INVITED and person.link_until is not None:
        return gettext("invited, link good until {at}").format(at=_local(person.link_until))
    return str(STANDINGS[person.standing])


def _sentence(person: accounts.AccountHolder) -> str:
    if person.standing is AccountStanding.INVITED and person.link_until is not None:
        return gettext("This person is invited: the link is good until {at}.").format(at=_local(person.link_until))
    return str(_SENTENCES[person.standing])


def _local(at: datetime) -> str:
    return instants.day_and_hour(timezone.localtime(at))


@dataclass(frozen=True, slots=True)
class ShownDeed:
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownAccess:
    """An access of the office: those on whom it rests, those who keep the reader from confirming it, its story."""

    resting: str
    in_the_way: str
    story: tuple[ShownDeed, ...]


def shown_access(email: str, reader: str, now: datetime) -> ShownAccess:
    """Tell on whom an access rests, as somebody of the office sees it."""
    behind = accesses.stood_behind(email, now)
    shared = behind & accesses.stood_behind(reader, now)
    deeds = [deed for deed in accesses.deeds_on(email, now) if deed.act in _TOLD]
    words = words_of_acts()
    story = (ShownDeed(words[deed.act], deed.by, timezone.localtime(deed.at)) for deed in deeds)
    return ShownAccess(", ".join(sorted(behind - {email})), ", ".join(sorted(shared)), tuple(story))
