"""People and their invitations: who has access to what, and how they come in."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from massicot.accounts import queries as accounts
from massicot.accounts.queries.links import waiting_links
from massicot.core.actor import Role
from massicot.results import queries as results
from massicot.web.office.people.forms import ResetForm, WithdrawForm
from massicot.web.office.people.shown import (
    STANDINGS,
    ShownPerson,
    role_choices,
    shown_access,
    shown_people,
    stays_here,
    told_link,
    whoever_is,
)
from massicot.web.shared.access import actor_of
from massicot.web.shared.acts import Forms
from massicot.web.shared.listing import Filter, ListColumn, Listing, asks_for_part, is_taken_away, listing_of
from massicot.web.shared.mail import is_mailed


@dataclass(frozen=True, slots=True)
class ReadPerson:
    """Somebody with an access, and who reads their page."""

    shown: ShownPerson
    reader: AbstractBaseUser | AnonymousUser

    @property
    def email(self) -> str:
        return self.shown.email


def person_or_404(request: HttpRequest, email: str) -> ReadPerson:
    """Find whom an address names, and keep who asks."""
    for person in shown_people(list(accounts.account_ids().filter(email=email)), timezone.now()):
        return ReadPerson(person, request.user)
    raise Http404


def page_of_people(request: HttpRequest, _found: None, _refused: Forms) -> dict[str, Any]:
    """List everybody, and the centres that nobody heads yet."""
    listing = _listing(request)
    if is_taken_away(request) or asks_for_part(request):
        return {"listing": listing}
    counted = results.heads_counted(timezone.now())
    return {
        "listing": listing,
        "sessions": [
            {
                "session": session,
                "counts": counts,
                # What waits for a mail server that is not there reaches nobody: a letter on paper makes nothing void.
                "new": counts.to_invite if is_mailed() else counts.unposted,
            }
            for session, counts in counted.items()
            if counts.outside
        ],
        "has_mail": is_mailed(),
        "stays_here": stays_here(),
    }


def page_of_inviting(_request: HttpRequest, _found: object, _refused: Forms) -> dict[str, Any]:
    """Appoint a person and invite them, by mail or on paper."""
    return {"has_mail": is_mailed(), "stays_here": stays_here()}


def page_of_person(request: HttpRequest, read: ReadPerson, _refused: Forms) -> dict[str, Any]:
    """Show one person, and what can be done about their access."""
    person = read.shown
    is_of_office = any(role.role is Role.OFFICE for role in person.appointments)
    reader = actor_of(request).login
    return {
        "shown": person,
        "access": shown_access(person.email, reader, timezone.now()) if is_of_office else None,
        "is_own": person.email == reader,
        "roles": [
            (role, WithdrawForm(initial={"role": role.role, "scope": role.scope})) for role in person.appointments
        ],
        "reset_form": ResetForm(),
        "waiting_letter": told_link(waiting_links([person.email], timezone.now()).get(person.email)),
        "has_mail": is_mailed(),
        "stays_here": stays_here(),
    }


def _listing(request: HttpRequest) -> Listing:
    now = timezone.now()
    columns = (
        ListColumn("email", gettext_lazy("E-mail")),
        ListColumn("roles", gettext_lazy("Roles"), order_by=accounts.main_role()),
        ListColumn("standing_title", gettext_lazy("State"), order_by=accounts.standing_at(now)),
        ListColumn("second_factor", gettext_lazy("Second factor"), order_by=accounts.with_second_factor()),
    )
    filters = [
        Filter("role", gettext_lazy("Role"), role_choices(list(Role)), field=accounts.with_role),
        Filter(
            "etat",
            gettext_lazy("State"),
            list(STANDINGS.items()),
            field=lambda standing: accounts.with_standing(standing, now),
        ),
    ]
    return listing_of(
        request,
        gettext("people"),
        columns,
        accounts.account_ids(),
        search=("email", whoever_is),
        filters=filters,
        display=lambda ids: shown_people(ids, now),
    )
