"""Corrigenda of a paper: written, looked at before they are applied, told, read by each."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams import services
from massicot.web.office.access import address_of, corrigendum_or_404, paper_or_404
from massicot.web.office.corrigenda import readers
from massicot.web.office.corrigenda.forms import CalendarForm, CorrigendumForm, WayForm, way_forms
from massicot.web.office.corrigenda.shown import flip_lines, preview_of
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.corrigendum import calendar_lines
from massicot.web.shared.desks import ROLE_NAMES
from massicot.web.shared.listing import Filter, ListColumn, asks_for_part, is_taken_away, listing_of
from massicot.web.shared.mail import is_mailed
from massicot.web.shared.outcome import REFUSED, finish, succeeds

COLUMNS = (
    ListColumn("reference", gettext_lazy("Reference")),
    ListColumn("dated_on", gettext_lazy("Dated")),
    ListColumn("applied_at", gettext_lazy("Applied")),
    ListColumn("told", gettext_lazy("Told"), is_number=True),
    ListColumn("read", gettext_lazy("Have read it"), is_number=True),
)

READERS = (
    ListColumn("role", gettext_lazy("Desk"), text=lambda row: ROLE_NAMES[Role(row.role)]),
    ListColumn("scope", gettext_lazy("Centre or person")),
    ListColumn("read_at", gettext_lazy("Read on")),
    ListColumn("read_by", gettext_lazy("By")),
    ListColumn("reminded_at", gettext_lazy("Reminded")),
)
HAS_READ = Filter("lu", gettext_lazy("Read"), [("0", gettext_lazy("not yet")), ("1", gettext_lazy("yes"))], "is_read")
SEARCH = ("scope", "read_by")

TIME_TO_READ = timedelta(days=1)
"""How long readers are left alone before the page asks to write to them again."""


def page_of_corrigenda(request: HttpRequest, paper: exams.Paper, _refused: Forms) -> dict[str, Any]:
    """List the corrigenda of a paper."""
    rows = exams.corrigenda_of(paper)
    name = f"{paper.session.code}-{paper.code}-corrigenda"
    return {"paper": paper, "listing": listing_of(request, name, COLUMNS, rows, search=("reference", "text"))}


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def new_corrigendum(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Write a corrigendum; nothing is changed before its page has been seen."""
    exam_paper = paper_or_404(session, paper)
    with timezone.override(exams.zone_of(exam_paper.session)):
        sent = request.POST if request.method == "POST" else None
        has_begun = timezone.now() >= exam_paper.starts_at
        form, calendar, ways = _forms(exam_paper, sent, has_begun=has_begun)
        faults = [part for part in (calendar, *ways) if sent is not None and not part.is_valid()]
        drafted: list[exams.Corrigendum] = []
        if not faults and succeeds(form, lambda: drafted.append(_draft(request, exam_paper, form, calendar, ways))):
            sentence = gettext("The corrigendum is written. Nothing is changed yet: look at what follows from it.")
            return finish(request, sentence, address_of(exam_paper, "corrigendum", drafted[0].pk))
        context = {"paper": exam_paper, "form": form, "calendar": calendar, "ways": ways, "has_begun": has_begun}
        status = 200 if sent is None else REFUSED
        return render(request, "office/corrigenda/new_corrigendum.html", context, status=status)


def corrigendum_at(_request: HttpRequest, session: str, paper: str, corrigendum_id: int) -> exams.Corrigendum:
    """Find the corrigendum of an address."""
    return corrigendum_or_404(session, paper, corrigendum_id)


def page_of_corrigendum(request: HttpRequest, corrigendum: exams.Corrigendum, refused: Forms) -> dict[str, Any]:
    """Show a draft with what follows from it, or an applied corrigendum with who has read it."""
    page: dict[str, Any] = {"corrigendum": corrigendum, "paper": corrigendum.paper, "refused": None}
    if corrigendum.applied_at is None:
        preview = preview_of(corrigendum, timezone.now(), actor_of(request).login)
        return page | {"preview": preview, "is_mailed": is_mailed()}
    readings = exams.readings_of(corrigendum)
    listing = listing_of(request, corrigendum.reference, READERS, readings, search=SEARCH, filters=[HAS_READ])
    page |= {"listing": listing, "readers": SimpleLazyObject(lambda: _readers(listing.rows))}
    if not refused and (is_taken_away(request) or asks_for_part(request)):
        return page
    waiting = readers.still_to_read(corrigendum)
    flips = exams.flips_told(corrigendum)
    written_at = exams.written_last(corrigendum)
    return page | {
        "flips": flip_lines(flips, exams.specialty_labels(corrigendum.paper.session_id) if flips else {}),
        "lines": calendar_lines(corrigendum),
        "waiting": waiting.readers,
        "letters": waiting.letters,
        "without_account": waiting.without_account,
        "has_mail": is_mailed(),
        "written_at": written_at,
        "is_long_ago": written_at is not None and timezone.now() - written_at >= TIME_TO_READ,
    }


def _readers(rows: Sequence[Any]) -> list[tuple[Any, str, str]]:
    names = exams.institution_names({row.scope for row in rows})
    desks = {role.value: str(name) for role, name in ROLE_NAMES.items()}
    return [(row, desks[row.role], names.get(row.scope, row.scope)) for row in rows]


def _forms(
    paper: exams.Paper, sent: Any, *, has_begun: bool
) -> tuple[CorrigendumForm, CalendarForm, Sequence[WayForm]]:
    now = timezone.now().replace(second=0, microsecond=0)
    form = CorrigendumForm(sent, initial={"dated_on": timezone.localdate(), "effective_at": now})
    if has_begun:
        # Its scripts keep their route: no instant is asked for from which another would hold.
        del form.fields["effective_at"]
    zone = exams.zone_of(paper.session)
    calendar = CalendarForm(sent, before=exams.values_of(paper), zone=zone)
    academies = sorted(set(exams.academies_of(paper.session_id).values()))
    return form, calendar, way_forms(sent, [(academy, academy) for academy in academies])


def _draft(
    request: HttpRequest, paper: exams.Paper, form: CorrigendumForm, calendar: CalendarForm, ways: Sequence[WayForm]
) -> exams.Corrigendum:
    typed = {"effective_at": paper.starts_at} | form.cleaned_data
    routes = [
        route for way in ways if way.has_changed() for route in way.routes(typed["effective_at"], typed["reference"])
    ]
    return services.draft_corrigendum(
        paper=paper, routes=routes, calendar=calendar.change(), **typed, by=actor_of(request), at=timezone.now()
    )
