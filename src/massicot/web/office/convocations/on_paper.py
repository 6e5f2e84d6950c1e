"""Letters on paper: those of a control run in one file, those of a run for each institution in one file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from massicot.core.actor import Role
from massicot.documents.convocations import ConvocationLetter, make_convocations
from massicot.missions.queries import drafting, printing, setting
from massicot.missions.queries.convocations import ConvocationRun, seen_in_part
from massicot.missions.rules import RunKind
from massicot.web.office.convocations.shown import run_or_404, shown_targets
from massicot.web.shared.access import require_role
from massicot.web.shared.listing import Filter, ListColumn, asks_for_part, is_taken_away, listing_of, take_away
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


@require_safe
@require_role(Role.OFFICE)
def letters_on_paper(request: HttpRequest, session: str, run_id: int) -> HttpResponse:
    """List for whom the letters of a run are printed: those that no mail brings, or all."""
    run = run_or_404(session, run_id)
    targets = shown_targets(run, printing.targets_of(_letters(run)))
    filters = [Filter("courriel", gettext_lazy("Mail"), _LACKING, field="lacking")]
    name = f"{session}-{gettext('letters on paper')}"
    listing = listing_of(request, name, TARGETS, targets, search=("name", "uai"), filters=filters)
    if is_taken_away(request):
        return take_away(request, listing)
    template = "office/convocations/on_paper.html"
    page = {"listing": listing, "run": run, "session": run.session, "all": ALL, "is_mailed": is_mailed()}
    return render(request, f"{template}#listing" if asks_for_part(request) else template, page)


@require_safe
@require_role(Role.OFFICE)
def letters_of_institution(request: HttpRequest, session: str, run_id: int, uai: str) -> HttpResponse:
    """Give the letters of one institution in one file."""
    return _file(request, run_or_404(session, run_id), uai)


@require_safe
@require_role(Role.OFFICE)
def letters_of_person(request: HttpRequest, session: str, run_id: int, person_id: int) -> HttpResponse:
    """Give the letters of one person for whom no head of institution answers in one file."""
    return _file(request, run_or_404(session, run_id), "", person_id)


@require_safe
@require_role(Role.OFFICE)
def letters_of_part(_request: HttpRequest, session: str, run_id: int, part: int) -> HttpResponse:
    """Give the letters of a control run in one file, or a part of many, as they would be, with their watermark."""
    run = run_or_404(session, run_id)
    seen = seen_in_part(run, part) if run.kind == RunKind.CONTROL else None
    drafts = drafting.in_reading_order(drafting.drafts_of(seen or ()))
    if not drafts:
        raise Http404
    return _pdf([setting.letter_from(facts) for facts in drafts], f"controle-{session}-{run_id}-{part}")


def _file(request: HttpRequest, run: ConvocationRun, uai: str, person_id: int = 0) -> HttpResponse:
    rows = _letters(run)
    own = printing.letters_for(rows if ALL in request.GET else printing.unreached(rows), uai, person_id)
    if not own:
        raise Http404
    return _pdf(setting.letters_of(own), f"convocations-{run.session.code}-{uai or own[0].code}")


def _letters(run: ConvocationRun) -> printing.Letters:
    return printing.printable_letters(run.session_id, timezone.now(), run_id=run.pk)


def _pdf(letters: list[ConvocationLetter], name: str) -> HttpResponse:
    response = HttpResponse(make_convocations(letters, name), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
