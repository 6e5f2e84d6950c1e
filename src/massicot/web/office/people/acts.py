"""The pages of accesses with what the office does there: appointed, invited, withdrawn, confirmed."""

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from massicot.accounts import services as account_acts
from massicot.core.actor import Actor, Role
from massicot.exams import services as exam_acts
from massicot.markers import services as marker_acts
from massicot.results import queries as results
from massicot.web.office.people.forms import MAIL, PAPER, InviteForm, ResetForm, WithdrawForm
from massicot.web.office.people.shown import file_of_letter
from massicot.web.office.people.views import (
    ReadPerson,
    page_of_inviting,
    page_of_people,
    page_of_person,
    person_or_404,
)
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import ActDone, Page, PageAct
from massicot.web.shared.forms import CodeProofForm
from massicot.web.shared.letter_addresses import link_address
from massicot.web.shared.mail import is_mailed


def _first(request: HttpRequest) -> Mapping[str, Any]:
    """Read with what an invitation begins: the page of centres without a head names whom and where."""
    return {"by_post": MAIL if is_mailed() else PAPER} | request.GET.dict()


def _invite(*, email: str, role: Role, scope: str, by_post: str, by: Actor, at: datetime) -> None:
    if by_post == PAPER:
        marker_acts.appoint_at_known_place(email=email, role=role, scope=scope, by=by, at=at)
    else:
        papers = results.papers_told(role, scope, at)
        marker_acts.invite(email=email, role=role, scope=scope, papers=papers, link_address=link_address, by=by, at=at)


def _invitation_message(outcome: ActDone) -> str:
    email = outcome.form.cleaned_data["email"].lower()
    if outcome.form.cleaned_data["by_post"] == PAPER:
        return gettext("{email} is appointed: print the letter now.").format(email=email)
    return gettext("{email} is appointed, and the invitation is in the outbox.").format(email=email)


def _invited_again(outcome: ActDone) -> str:
    sentence = gettext("A letter to {email} is in the outbox; any link before it is void.")
    return sentence.format(email=outcome.found.email)


def _withdrawal_message(outcome: ActDone) -> str:
    return gettext("The role is withdrawn from {email}.").format(email=outcome.found.email)


def _after_withdrawal(outcome: ActDone) -> str:
    """Tell where desks are chosen what was done, to whoever gives up the office: they read no page of it any more."""
    is_own = outcome.found.email == outcome.found.reader.get_username()
    if is_own and outcome.form.cleaned_data["role"] is Role.OFFICE:
        return reverse("shared:home")
    return reverse("office:person", args=[outcome.found.email])


def _reset(outcome: ActDone) -> str:
    sentence = gettext("{email} signs in with the password alone, and is told so by mail.")
    return sentence.format(email=outcome.found.email)


def _confirmation_message(outcome: ActDone) -> str:
    sentence = gettext("The access of {email} is confirmed: it rests on nobody else.")
    return sentence.format(email=outcome.found.email)


def _papers(person: ReadPerson) -> object:
    return results.papers_told_to(person.email, timezone.now())


PEOPLE = Page(
    name="people",
    path="personnes/",
    role=Role.OFFICE,
    find=lambda _request: None,
    names={},
    template_name="office/people/people.html",
    context=page_of_people,
)
INVITING = Page(
    name="invite",
    path="personnes/inviter/",
    role=Role.OFFICE,
    find=_first,
    names={},
    template_name="office/people/invite.html",
    context=page_of_inviting,
    acts=(
        PageAct(
            name="invite",
            path="",
            form_class=InviteForm,
            form_name="form",
            form_kwargs=lambda first: {"initial": first},
            service=_invite,
            success_message=_invitation_message,
            success_url=lambda outcome: reverse("office:person", args=[outcome.form.cleaned_data["email"].lower()]),
        ),
    ),
)
PERSON = Page(
    name="person",
    path="personnes/<str:email>/",
    role=Role.OFFICE,
    find=person_or_404,
    names={"email": attrgetter("email")},
    template_name="office/people/person.html",
    context=page_of_person,
    acts=(
        PageAct(
            name="invite_again",
            path="lien/",
            names={
                "email": attrgetter("email"),
                "papers": _papers,
                "link_address": lambda _person: link_address,
            },
            service=exam_acts.invite_again,
            success_message=_invited_again,
        ),
        PageAct(
            name="withdraw",
            path="retirer/",
            form_class=WithdrawForm,
            form_name="refused",
            service=account_acts.withdraw_role,
            success_message=_withdrawal_message,
            success_url=_after_withdrawal,
        ),
        PageAct(
            name="confirm_access",
            path="confirmer/",
            form_class=CodeProofForm,
            form_name="confirm_form",
            form_kwargs=lambda person: {"user": person.reader},
            fields={},
            service=account_acts.confirm_access,
            success_message=_confirmation_message,
        ),
        PageAct(
            name="reset_second_factor",
            path="second-facteur/",
            form_class=ResetForm,
            form_name="refused",
            service=account_acts.reset_second_factor,
            success_message=_reset,
        ),
    ),
)


@require_POST
@require_role(Role.OFFICE)
def print_invitation(request: HttpRequest, email: str) -> HttpResponse:
    """Print a person's letter with a new link."""
    person = person_or_404(request, email)
    letter = exam_acts.print_invitation(
        email=person.email,
        papers=results.papers_told_to(person.email, timezone.now()),
        link_address=link_address,
        by=actor_of(request),
        at=timezone.now(),
    )
    response = HttpResponse(letter, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{file_of_letter(person.shown)}"'
    return response
