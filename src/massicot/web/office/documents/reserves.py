"""The reserve of an exam centre: what is left of it, how many more are wanted, its labels.

The page after a draw says what was drawn and prints the labels of those numbers alone; all those of a reserve that
nobody has taken can be printed again, until the day is closed.
"""

from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.anonymity import queries as anonymity
from massicot.anonymity import services
from massicot.anonymity.rules import spare_count
from massicot.anonymity.rules.numbers import NumbersDrawnSince, check_count
from massicot.candidates import queries as candidates
from massicot.core import draws, keys
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.scripts import queries as scripts
from massicot.store import key_file
from massicot.web.office.access import paper_or_404
from massicot.web.office.documents.forms import HowManyForm, MoreNumbersForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.listing import ListColumn, asks_for_part, is_taken_away, listing_of, take_away
from massicot.web.shared.outcome import REFUSED, finish, see, succeeds

USE = "labels just drawn"

CENTRES = (
    ListColumn("name", gettext_lazy("Exam centre")),
    ListColumn("uai", gettext_lazy("UAI")),
    ListColumn("town", gettext_lazy("Town")),
)


def keep_drawn(request: HttpRequest, paper: exams.Paper, uai: str, numbers: list[str]) -> None:
    """Keep the numbers just drawn for a centre, in the place of those drawn for it before."""
    about = _about(paper, uai)
    sealed = keys.seal(key_file.read().sub_key(USE), ",".join(numbers).encode(), about)
    request.session[about] = b64encode(sealed).decode()


def just_drawn(request: HttpRequest, paper: exams.Paper, uai: str) -> list[str]:
    """List the numbers that this browser drew last for a centre; none while the key is away."""
    about = _about(paper, uai)
    sealed = b64decode(request.session.get(about, ""))
    try:
        return keys.unseal(key_file.read().sub_key(USE), sealed, about).decode().split(",") if sealed else []
    except Refused:
        return []


def _about(paper: exams.Paper, uai: str) -> str:
    return f"drawn/{exams.subject_of(paper)}/{uai}"


@require_safe
@require_role(Role.OFFICE)
def more_numbers(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Show the reserve of a centre, and ask how many more numbers it needs."""
    exam_paper = paper_or_404(session, paper)
    centre = centre_asked(request, exam_paper)
    if centre is None:
        return choose_centre(request, exam_paper)
    form = HowManyForm(initial=_first(request, exam_paper, centre.uai))
    return show_reserve(request, exam_paper, form, centre)


@require_POST
@require_role(Role.OFFICE)
def print_reserve(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Print the labels of the reserve of a centre that nobody has taken."""
    exam_paper = paper_or_404(session, paper)
    centre = centre_asked(request, exam_paper)
    if centre is None:
        return see(reverse("office:more_numbers", args=[session, paper]))
    uai = centre.uai
    unused = anonymity.unused_spares(exam_paper, uai, anonymity.sealer_of(exam_paper, key_file.read()))
    wanted = _still(unused, just_drawn(request, exam_paper, uai)) if "drawn" in request.POST else unused
    return _sheet(_print(request, exam_paper, uai, wanted), exam_paper, uai)


def centre_asked(request: HttpRequest, paper: exams.Paper) -> Any:
    """Find the centre that the address or the form names, among those where the paper may be written."""
    asked = request.POST if request.method == "POST" else request.GET
    return exams.places_to_write(paper.session).filter(uai=asked.get("centre", "")).first()


def choose_centre(request: HttpRequest, paper: exams.Paper) -> HttpResponse:
    """List the centres, of which one is chosen first: a session may have thousands."""
    name = f"{paper.session.code}-{paper.code}-{gettext('reserve')}"
    listing = listing_of(request, name, CENTRES, exams.places_to_write(paper.session), search=("uai", "name", "town"))
    if is_taken_away(request):
        return take_away(request, listing)
    is_refused = request.method == "POST"
    page = {"paper": paper, "asked": _asked_for(paper), "listing": listing, "is_refused": is_refused}
    template = (
        "office/documents/more_numbers_where.html#listing"
        if asks_for_part(request)
        else "office/documents/more_numbers_where.html"
    )
    return render(request, template, page, status=REFUSED if is_refused else 200)


def show_reserve(request: HttpRequest, paper: exams.Paper, form: HowManyForm, centre: Any) -> HttpResponse:
    """Show the page of a reserve, with a count that was refused or none."""
    page = page_of(request, paper, centre) | {"form": form}
    return render(request, "office/documents/more_numbers.html", page, status=REFUSED if form.is_bound else 200)


def _still(unused: list[str], drawn: list[str]) -> list[str]:
    return [number for number in drawn if number in set(unused)]


def _print(request: HttpRequest, paper: exams.Paper, uai: str, numbers: list[str]) -> bytes:
    by = actor_of(request)
    at = timezone.now()
    return services.print_reserve(paper=paper, centre_uai=uai, numbers=numbers, key=key_file.read(), by=by, at=at)


def _sheet(labels: bytes, paper: exams.Paper, uai: str) -> HttpResponse:
    response = HttpResponse(labels, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{gettext("reserve")}-{paper.code}-{uai}.pdf"'
    return response


def _first(request: HttpRequest, paper: exams.Paper, uai: str) -> dict[str, Any]:
    """Say what the form proposes: the numbers asked for in the address, or as many as a reserve lacks."""
    asked = request.GET.get("nombre", "")
    lacking = spare_count(_count_entries(paper, uai)) - len(_spares_of(paper, uai) or [])
    count = int(asked) if asked.isdecimal() else max(1, lacking)
    return {"count": count}


def page_of(request: HttpRequest, paper: exams.Paper, centre: Any) -> dict[str, Any]:
    """Tell what the pages of a reserve show of it."""
    unused = _spares_of(paper, centre.uai)
    drawn = just_drawn(request, paper, centre.uai)
    printable = _still(unused or [], drawn)
    return {
        "paper": paper,
        "centre": centre,
        "expected": _count_entries(paper, centre.uai),
        "left": None if unused is None else len(unused),
        "drawn": len(printable),
        "taken": len(drawn) - len(printable),
        "printed_at": _printed_at(paper, centre.uai),
        "is_day_closed": candidates.is_day_closed(paper.pk, centre.uai),
    }


def _printed_at(paper: exams.Paper, uai: str) -> datetime | None:
    """Say when a centre printed its labels and its anonymity list, which a draw makes incomplete."""
    printed = anonymity.numbers_printed(paper).get(uai)
    return exams.local(paper, printed) if printed else None


def _asked_for(paper: exams.Paper) -> list[dict[str, Any]]:
    """List who asks for numbers at which centre, and since when."""
    asked = candidates.numbers_asked([paper.pk])
    names = exams.institution_names({demand.centre_uai for demand in asked}) if asked else {}
    return [
        {"uai": demand.centre_uai, "name": names.get(demand.centre_uai, demand.centre_uai), "by": demand.asked_by}
        | {"at": exams.local(paper, demand.asked_at)}
        for demand in asked
    ]


def _count_entries(paper: exams.Paper, uai: str) -> int:
    on_site = exams.on_site_specialties(paper, paper.starts_at)
    counts = candidates.attendance_counts(paper.pk, uai, on_site)
    return counts[uai].entered if uai in counts else 0


def _spares_of(paper: exams.Paper, uai: str) -> list[str] | None:
    """List the numbers of a centre that nobody has; None while the key is away or nothing is drawn."""
    try:
        return anonymity.unused_spares(paper, uai, anonymity.sealer_of(paper, key_file.read()))
    except Refused:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def draw_more(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Show what follows from more numbers for a centre; sent back with a reason, draw them."""
    exam_paper = paper_or_404(session, paper)
    centre = centre_asked(request, exam_paper)
    if centre is None:
        return choose_centre(request, exam_paper)
    if request.method != "POST":
        return _before(request, exam_paper, centre)
    form = MoreNumbersForm(request.POST)
    if succeeds(form, lambda: _draw(request, exam_paper, form, centre.uai)):
        address = reverse("office:more_numbers", args=[session, paper], query={"centre": centre.uai})
        return finish(request, _draw_message(form), address)
    return _show(request, exam_paper, form, centre)


def _before(request: HttpRequest, paper: exams.Paper, centre: Any) -> HttpResponse:
    """Show what follows from so many numbers; a count that no centre needs is asked for again."""
    asked = HowManyForm(request.GET)
    if not succeeds(asked, lambda: check_count(asked.cleaned_data["count"])):
        return show_reserve(request, paper, asked, centre)
    first = {"count": asked.cleaned_data["count"], "known": scripts.count_drawn(paper.pk)}
    return _show(request, paper, MoreNumbersForm(initial=first), centre)


def _show(request: HttpRequest, paper: exams.Paper, form: MoreNumbersForm, centre: Any) -> HttpResponse:
    page = page_of(request, paper, centre)
    count = form["count"].value()
    asked = [demand for demand in candidates.numbers_asked([paper.pk]) if demand.centre_uai == centre.uai]
    page |= {"form": form, "count": count, "asked_at": exams.local(paper, asked[0].asked_at) if asked else None}
    return render(request, "office/documents/draw_more.html", page, status=REFUSED if form.is_bound else 200)


def _draw(request: HttpRequest, paper: exams.Paper, form: MoreNumbersForm, uai: str) -> None:
    try:
        numbers = _draw_more(request, paper, form.cleaned_data, uai)
    except NumbersDrawnSince:
        # The page now shows the reserve as it is: sent again, the form means it.
        form.data = {**form.data, "known": scripts.count_drawn(paper.pk)}
        raise
    keep_drawn(request, paper, uai, numbers)


def _draw_more(request: HttpRequest, paper: exams.Paper, typed: dict[str, Any], uai: str) -> list[str]:
    return services.draw_more(
        paper=paper,
        centre_uai=uai,
        count=typed["count"],
        total=typed["known"],
        reason=typed["reason"],
        key=key_file.read(),
        draw=draws.from_system(),
        by=actor_of(request),
        at=timezone.now(),
    )


def _draw_message(form: MoreNumbersForm) -> str:
    count = form.cleaned_data["count"]
    sentence = ngettext(
        "{n} number is drawn: print its label now.", "{n} numbers are drawn: print their labels now.", count
    )
    return sentence.format(n=count)
