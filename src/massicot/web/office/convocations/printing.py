"""Letters as files: one, those of a control run together, and for each institution those that are printed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from massicot.core.actor import Role
from massicot.documents.convocations import ConvocationLetter, make_convocation, make_convocations
from massicot.missions.queries import printing
from massicot.missions.queries.convocations import ConvocationRun, seen_in_part, seen_of
from massicot.missions.queries.drafts import drafts_of, in_reading_order
from massicot.missions.rules import RunKind
from massicot.web.office.convocations.shown import shown_targets
from massicot.web.office.convocations.views import letter_or_404, run_or_404
from massicot.web.shared.access import require_role
from massicot.web.shared.acts import Forms, Page
from massicot.web.shared.listing import Filter, ListColumn, listing_of
from massicot.web.shared.mail import is_mailed

ALL = "toutes"
"""The word of the address that asks for every letter, and not only for those that no mail brings."""

TARGETS = (
    ListColumn("name", gettext_lazy("For")),
    ListColumn("uai", gettext_lazy("UAI")),
    ListColumn("unreached", gettext_lazy("No mail brings"), is_number=True),
    ListColumn("letters", gettext_lazy("In all"), is_number=True),
)
_LACKING = [("non", gettext_lazy("some that no mail brings"))]


def page_of_letters_on_paper(request: HttpRequest, run: ConvocationRun, _refused: Forms) -> dict[str, Any]:
    """List for whom the letters of a run are printed: those that no mail brings, or all."""
    targets = shown_targets(run, printing.targets_of(_letters(run)))
    filters = [Filter("courriel", gettext_lazy("Mail"), _LACKING, field="lacking")]
    name = f"{run.session.code}-{gettext('letters on paper')}"
    listing = listing_of(request, name, TARGETS, targets, search=("name", "uai"), filters=filters)
    return {"listing": listing, "run": run, "session": run.session, "all": ALL, "is_mailed": is_mailed()}


LETTERS_ON_PAPER = Page(
    name="letters_on_paper",
    path="convocations/sessions/<str:session>/<row:run_id>/sur-papier/",
    role=Role.OFFICE,
    find=run_or_404,
    names={},
    template_name="office/convocations/on_paper.html",
    context=page_of_letters_on_paper,
)


@require_safe
@require_role(Role.OFFICE)
def convocation_letter(request: HttpRequest, code: str) -> HttpResponse:
    """Give a letter, set again from what it said."""
    row = letter_or_404(request, code)
    return _answer(make_convocation(printing.letter_of(row)), f"convocation-{row.code}")


@require_safe
@require_role(Role.OFFICE)
def letter_to_check(request: HttpRequest, session: str, run_id: int, assignment_id: int) -> HttpResponse:
    """Give one letter of a control run, as it would be, with its watermark."""
    run = run_or_404(request, session, run_id)
    facts = drafts_of([assignment_id]).get(assignment_id) if run.kind == RunKind.CONTROL else None
    if facts is None or assignment_id not in seen_of(run):
        raise Http404
    return _answer(make_convocation(printing.letter_from(facts)), f"controle-{facts.person.identifier}")


@require_safe
@require_role(Role.OFFICE)
def letters_of_institution(request: HttpRequest, session: str, run_id: int, uai: str) -> HttpResponse:
    return _file(request, run_or_404(request, session, run_id), uai)


@require_safe
@require_role(Role.OFFICE)
def letters_of_person(request: HttpRequest, session: str, run_id: int, person_id: int) -> HttpResponse:
    """Give the letters of one person for whom no head of institution answers in one file."""
    return _file(request, run_or_404(request, session, run_id), "", person_id)


@require_safe
@require_role(Role.OFFICE)
def letters_of_part(request: HttpRequest, session: str, run_id: int, part: int) -> HttpResponse:
    """Give the letters of a control run in one file, or a part of many, as they would be, with their watermark."""
    run = run_or_404(request, session, run_id)
    seen = seen_in_part(run, part) if run.kind == RunKind.CONTROL else None
    drafts = in_reading_order(drafts_of(seen or ()))
    if not drafts:
        raise Http404
    return _pdf([printing.letter_from(facts) for facts in drafts], f"controle-{session}-{run_id}-{part}")


def _file(request: HttpRequest, run: ConvocationRun, uai: str, person_id: int = 0) -> HttpResponse:
    rows = _letters(run)
    own = printing.letters_for(rows if ALL in request.GET else printing.without_mail(rows), uai, person_id)
    if not own:
        raise Http404
    return _pdf(printing.letters_of(own), f"convocations-{run.session.code}-{uai or own[0].code}")


def _letters(run: ConvocationRun) -> printing.Letters:
    return printing.printable_letters(run.session_id, timezone.now(), run_id=run.pk)


def _pdf(letters: list[ConvocationLetter], name: str) -> HttpResponse:
    return _answer(make_convocations(letters, name), name)


def _answer(document: bytes, name: str) -> HttpResponse:
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
