"""More numbers for an exam centre: its reserve is used up, or nobody was expected there when they were drawn.

The page after a draw says what was drawn and prints the labels of those numbers alone; all those of a reserve that
nobody has taken can be printed again, until the day is closed.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from massicot.anonymity import queries as anonymity
from massicot.anonymity import services
from massicot.anonymity.rules import spare_count
from massicot.anonymity.rules.reserve import NumbersDrawnSince
from massicot.candidates import queries as candidates
from massicot.core import draws
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.scripts import queries as scripts
from massicot.web.office.access import paper_or_404
from massicot.web.office.document_forms import CentreForm, MoreNumbersForm
from massicot.web.office.drawn_labels import just_drawn, keep_drawn
from massicot.web.office.keeping import the_key
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, see, succeeds


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def more_numbers(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Draw more numbers for a centre, and go to the page that prints their labels."""
    found = paper_or_404(session, paper)
    centres = _centres(found)
    if request.method != "POST":
        form = MoreNumbersForm(centres=centres, initial=_first(request, found, centres))
        return render(request, "office/more_numbers.html", _page(request, found, form, request.GET.get("centre", "")))
    form = MoreNumbersForm(request.POST, centres=centres)
    if succeeds(form, lambda: _draw(request, found, form)):
        return done(request, _drawn(form), f"{request.path}?centre={form.cleaned_data['centre']}")
    page = _page(request, found, form, request.POST.get("centre", ""))
    return render(request, "office/more_numbers.html", page, status=REFUSED)


@require_POST
@require_role(Role.OFFICE)
def print_reserve(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Print the labels of the reserve of a centre that nobody has taken."""
    found = paper_or_404(session, paper)
    form = CentreForm(request.POST, centres=_centres(found))
    if not form.is_valid():
        return see(reverse("office:more_numbers", args=[session, paper]))
    uai = form.cleaned_data["centre"]
    unused = anonymity.unused_spares(found, uai, anonymity.sealer_of(found, the_key()))
    wanted = _still(unused, just_drawn(request, found, uai)) if "drawn" in request.POST else unused
    return _sheet(_print(request, found, uai, wanted), found, uai)


def _draw(request: HttpRequest, paper: Paper, form: MoreNumbersForm) -> None:
    try:
        numbers = _draw_more(request, paper, form.cleaned_data)
    except NumbersDrawnSince:
        # The page now shows the reserve as it is: sent again, the form means it.
        form.data = {**form.data, "known": scripts.count_drawn(paper.pk)}
        raise
    keep_drawn(request, paper, form.cleaned_data["centre"], numbers)


def _draw_more(request: HttpRequest, paper: Paper, typed: dict[str, Any]) -> list[str]:
    return services.draw_more(
        paper=paper,
        centre_uai=typed["centre"],
        count=typed["count"],
        known=typed["known"],
        reason=typed["reason"],
        key=the_key(),
        draw=draws.from_system(),
        by=actor_of(request),
        at=timezone.now(),
    )


def _drawn(form: MoreNumbersForm) -> str:
    count = form.cleaned_data["count"]
    sentence = ngettext(
        "{n} number is drawn: print its label now.", "{n} numbers are drawn: print their labels now.", count
    )
    return sentence.format(n=count)


def _still(unused: list[str], drawn: list[str]) -> list[str]:
    return [number for number in drawn if number in set(unused)]


def _print(request: HttpRequest, paper: Paper, uai: str, numbers: list[str]) -> bytes:
    by, at = actor_of(request), timezone.now()
    return services.print_reserve(paper=paper, centre_uai=uai, numbers=numbers, key=the_key(), by=by, at=at)


def _sheet(labels: bytes, paper: Paper, uai: str) -> HttpResponse:
    response = HttpResponse(labels, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{gettext("reserve")}-{paper.code}-{uai}.pdf"'
    return response


def _centres(paper: Paper) -> list[tuple[str, str]]:
    names = exams.institution_names(exams.exam_centre_uais(paper.session))
    return sorted(((uai, f"{name} ({uai})") for uai, name in names.items()), key=lambda pair: pair[1])


def _first(request: HttpRequest, paper: Paper, centres: list[tuple[str, str]]) -> dict[str, Any]:
    """Say what the form proposes: the numbers asked for in the address, or as many as a reserve lacks."""
    uai, asked = request.GET.get("centre", ""), request.GET.get("nombre", "")
    if uai not in dict(centres):
        return {"known": scripts.count_drawn(paper.pk)}
    lacking = spare_count(_expected(paper, uai)) - (_left(paper, uai) or 0)
    count = int(asked) if asked.isdecimal() else max(1, lacking)
    return {"centre": uai, "count": count, "known": scripts.count_drawn(paper.pk)}


def _page(request: HttpRequest, paper: Paper, form: MoreNumbersForm, uai: str) -> dict[str, Any]:
    centres = dict(_centres(paper))
    asked = candidates.numbers_asked([paper.pk])
    return {
        "paper": paper,
        "form": form,
        "asked": [
            {"uai": one.centre_uai, "name": centres.get(one.centre_uai, one.centre_uai), "by": one.asked_by}
            | {"at": exams.local(paper, one.asked_at)}
            for one in asked
        ],
        "centre": centres.get(uai, ""),
        "uai": uai,
        "expected": _expected(paper, uai),
        "left": _left(paper, uai) if uai in centres else None,
        "drawn": len(just_drawn(request, paper, uai)) if uai in centres else 0,
        "is_day_closed": uai in centres and candidates.is_day_closed(paper.pk, uai),
    }


def _expected(paper: Paper, uai: str) -> int:
    on_site = exams.on_site_specialties(paper, paper.starts_at)
    counts = candidates.attendance_counts(paper.pk, None, on_site)
    return counts[uai].entered if uai in counts else 0


def _left(paper: Paper, uai: str) -> int | None:
    """Count the numbers of a centre that nobody has; None while the key is away or nothing is drawn."""
    try:
        return len(anonymity.unused_spares(paper, uai, anonymity.sealer_of(paper, the_key())))
    except Refused:
        return None
