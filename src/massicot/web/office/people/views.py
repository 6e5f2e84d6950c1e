"""People and their invitations: who has access to what, and how they come in."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.accounts.queries.links import waiting_links
from massicot.core.actor import Role
from massicot.exams import services as exam_acts
from massicot.markers import services as marker_acts
from massicot.results import queries as results
from massicot.web.office.people.forms import MAIL, PAPER, InviteForm, ResetForm, WithdrawForm
from massicot.web.office.people.shown import (
    STANDINGS,
    ShownPerson,
    file_of_letter,
    role_choices,
    shown_access,
    shown_people,
    stays_here,
    told_link,
    whoever_is,
)
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.forms import CodeProofForm
from massicot.web.shared.letter_addresses import link_address
from massicot.web.shared.listing import (
    Filter,
    ListColumn,
    Listing,
    asks_for_part,
    is_taken_away,
    listing_of,
    take_away,
)
from massicot.web.shared.mail import is_mailed


@require_safe
@require_role(Role.OFFICE)
def people(request: HttpRequest) -> HttpResponse:
    """List everybody, and the centres that nobody heads yet."""
    listing = _listing(request)
    if is_taken_away(request):
        return take_away(request, listing)
    if asks_for_part(request):
        return render(request, "office/people/people.html#listing", {"listing": listing})
    counted = results.heads_counted(timezone.now())
    page = {
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
    return render(request, "office/people/people.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def invite(request: HttpRequest) -> HttpResponse:
    """Appoint a person and invite them, by mail or on paper."""
    has_mail = is_mailed()
    first = {"by_post": MAIL if has_mail else PAPER} | request.GET.dict()
    form = InviteForm(request.POST) if request.method == "POST" else InviteForm(initial=first)
    if form.is_bound and succeeds(form, lambda: _invite(request, form)):
        email = form.cleaned_data["email"].lower()
        return done(request, _invited(form, email), reverse("office:person", args=[email]))
    page = {"form": form, "has_mail": has_mail, "stays_here": stays_here()}
    return render(request, "office/people/invite.html", page, status=REFUSED if form.is_bound else 200)


@require_safe
@require_role(Role.OFFICE)
def person(request: HttpRequest, email: str) -> HttpResponse:
    """Show one person, and what can be done about their access."""
    return render(request, "office/people/person.html", _person_page(request, _person_or_404(email)))


@require_POST
@require_role(Role.OFFICE)
def invite_again(request: HttpRequest, email: str) -> HttpResponse:
    """Write to a person with a new link."""
    person = _person_or_404(email)
    exam_acts.invite_again(
        email=person.email,
        papers=results.papers_told_to(person.email, timezone.now()),
        link_address=link_address,
        by=actor_of(request),
        at=timezone.now(),
    )
    sentence = gettext("A letter to {email} is in the outbox; any link before it is void.")
    return done(request, sentence.format(email=email), reverse("office:person", args=[email]))


@require_POST
@require_role(Role.OFFICE)
def print_invitation(request: HttpRequest, email: str) -> HttpResponse:
    """Print a person's letter with a new link."""
    person = _person_or_404(email)
    letter = exam_acts.print_invitation(
        email=person.email,
        papers=results.papers_told_to(person.email, timezone.now()),
        link_address=link_address,
        by=actor_of(request),
        at=timezone.now(),
    )
    response = HttpResponse(letter, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{file_of_letter(person)}"'
    return response


@require_POST
@require_role(Role.OFFICE)
def withdraw(request: HttpRequest, email: str) -> HttpResponse:
    """Take a role away from a person."""
    person = _person_or_404(email)
    form = WithdrawForm(request.POST)
    sentence = gettext("The role is withdrawn from {email}.").format(email=email)
    is_own = person.email == actor_of(request).login and request.POST.get("role") == Role.OFFICE
    # Whoever gives up the office reads no page of it any more: what was done is told where desks are chosen.
    address = reverse("shared:home") if is_own else ""
    return _decided(request, person, form, lambda: _withdraw(request, person, form), sentence, address=address)


@require_POST
@require_role(Role.OFFICE)
def reset_second_factor(request: HttpRequest, email: str) -> HttpResponse:
    """Take away the second factor that a person lost."""
    person = _person_or_404(email)
    form = ResetForm(request.POST)
    sentence = gettext("{email} signs in with the password alone, and is told so by mail.").format(email=email)
    return _decided(request, person, form, lambda: _reset(request, person, form), sentence)


@require_POST
@require_role(Role.OFFICE)
def confirm_access(request: HttpRequest, email: str) -> HttpResponse:
    """Say, with a code of one's own, that an access of the office is its holder's."""
    person = _person_or_404(email)
    form = CodeProofForm(request.POST, user=request.user)
    sentence = gettext("The access of {email} is confirmed: it rests on nobody else.").format(email=email)
    return _decided(request, person, form, lambda: _confirm(request, person), sentence, "confirm_form")


def _decided(
    request: HttpRequest,
    person: ShownPerson,
    form: forms.Form,
    act: Callable[[], object],
    sentence: str,
    name: str = "refused",
    *,
    address: str = "",
) -> HttpResponse:
    if succeeds(form, act):
        return done(request, sentence, address or reverse("office:person", args=[person.email]))
    return render(request, "office/people/person.html", _person_page(request, person) | {name: form}, status=REFUSED)


def _invite(request: HttpRequest, form: InviteForm) -> None:
    typed = form.cleaned_data
    whom = {"email": typed["email"], "role": Role(typed["role"]), "scope": typed["scope"]}
    if typed["by_post"] == PAPER:
        marker_acts.appoint_at_known_place(**whom, by=actor_of(request), at=timezone.now())
    else:
        papers = results.papers_told(whom["role"], whom["scope"], timezone.now())
        marker_acts.invite(**whom, papers=papers, link_address=link_address, by=actor_of(request), at=timezone.now())


def _invited(form: InviteForm, email: str) -> str:
    if form.cleaned_data["by_post"] == PAPER:
        return gettext("{email} is appointed: print the letter now.").format(email=email)
    return gettext("{email} is appointed, and the invitation is in the outbox.").format(email=email)


def _withdraw(request: HttpRequest, person: ShownPerson, form: WithdrawForm) -> None:
    account_acts.withdraw_role(
        email=person.email,
        role=Role(form.cleaned_data["role"]),
        scope=form.cleaned_data["scope"],
        reason=form.cleaned_data["reason"],
        by=actor_of(request),
        at=timezone.now(),
    )


def _confirm(request: HttpRequest, person: ShownPerson) -> None:
    account_acts.confirm_access(email=person.email, by=actor_of(request), at=timezone.now())


def _reset(request: HttpRequest, person: ShownPerson, form: ResetForm) -> None:
    reason = form.cleaned_data["reason"]
    account_acts.reset_second_factor(email=person.email, reason=reason, by=actor_of(request), at=timezone.now())


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


def _person_or_404(email: str) -> ShownPerson:
    for person in shown_people(list(accounts.account_ids().filter(email=email)), timezone.now()):
        return person
    raise Http404


def _person_page(request: HttpRequest, person: ShownPerson) -> dict[str, Any]:
    is_of_office = any(role.role is Role.OFFICE for role in person.appointments)
    reader = actor_of(request).login
    return {
        "shown": person,
        "access": shown_access(person.email, reader, timezone.now()) if is_of_office else None,
        "is_own": person.email == reader,
        "confirm_form": CodeProofForm(user=request.user),
        "roles": [
            (role, WithdrawForm(initial={"role": role.role, "scope": role.scope})) for role in person.appointments
        ],
        "reset_form": ResetForm(),
        "waiting_letter": told_link(waiting_links([person.email], timezone.now()).get(person.email)),
        "has_mail": is_mailed(),
        "stays_here": stays_here(),
    }
