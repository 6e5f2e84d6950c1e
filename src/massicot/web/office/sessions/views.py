"""Sessions: listed, one of them, its name, put away or deleted; its exam centres, from where marks are typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext, gettext_lazy, ngettext_lazy

from massicot.candidates import queries as candidates
from massicot.core.actor import Actor
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.rules.sessions import seen_of
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.results.rules.archiving import check_open
from massicot.web.office.access import session_or_404
from massicot.web.office.corrigenda.effects import places_told
from massicot.web.office.sessions.shown import doubts_on, shown_papers
from massicot.web.shared.acts import Forms
from massicot.web.shared.listing import ListColumn, listing_of
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.refusals import sentence_of, translate

COLUMNS = (
    ListColumn("code", gettext_lazy("Session")),
    ListColumn("title", gettext_lazy("Title")),
    ListColumn("year", gettext_lazy("Year"), is_number=True),
    ListColumn("paper_count", gettext_lazy("Papers"), is_number=True),
    ListColumn(
        "is_rehearsal",
        gettext_lazy("Kind"),
        text=lambda row: gettext("Rehearsal") if row.is_rehearsal else gettext("Real"),
    ),
)
ARCHIVED = (
    ListColumn("code", gettext_lazy("Session")),
    ListColumn("title", gettext_lazy("Title")),
    ListColumn("year", gettext_lazy("Year"), is_number=True),
    ListColumn("archived_at", gettext_lazy("Archived on")),
    ListColumn("archived_reason", gettext_lazy("Why")),
)

_HELD: Mapping[str, Any] = {
    "papers": ngettext_lazy("{n} paper", "{n} papers", "n"),
    "specialties": ngettext_lazy("{n} specialty", "{n} specialties", "n"),
    "exam_centres": ngettext_lazy("{n} exam centre named", "{n} exam centres named", "n"),
    "candidates": ngettext_lazy("{n} candidate, with their names", "{n} candidates, with their names", "n"),
    "markers": ngettext_lazy("{n} marker of the pool", "{n} markers of the pool", "n"),
    "corrigenda": ngettext_lazy("{n} draft of a corrigendum", "{n} drafts of corrigenda", "n"),
}
"""What a session holds that is deleted with it, as the page counts it."""


@dataclass(frozen=True, slots=True)
class CentreRow:
    """One exam centre, and how many candidates are entered there over all papers."""

    uai: str
    name: str
    entered: int
    is_named: bool


class SessionCentre(NamedTuple):
    """An exam centre of the session of an address."""

    session: exams.Session
    uai: str


def page_of_sessions(request: HttpRequest, _all: None, _refused: Forms) -> dict[str, Any]:
    """List every session."""
    listing = listing_of(request, "sessions", COLUMNS, exams.session_rows(), search=("code", "title"))
    return {"listing": listing, "archived": SimpleLazyObject(lambda: exams.archived_rows().count())}


def page_of_archived(request: HttpRequest, _all: None, _refused: Forms) -> dict[str, Any]:
    """List the archived sessions."""
    search = ("code", "title", "archived_reason")
    return {
        "listing": listing_of(request, gettext("archived sessions"), ARCHIVED, exams.archived_rows(), search=search)
    }


def page_of_session(_request: HttpRequest, session: exams.Session, _refused: Forms) -> dict[str, Any]:
    """Show a session: its papers, their counts and dates, its centres."""
    papers = shown_papers(session)
    return {
        "session": session,
        "papers": papers,
        "doubts": doubts_on(session, papers, timezone.now()),
        "is_drawn": any(shown.paper.prepared_at for shown in papers),
        "named": len(exams.named_centre_uais(session)),
        "specialties": len(exams.specialty_labels(session.pk)),
        "not_imported": places_told(exams.destinations_of_session(session.pk)),
    }


def page_to_edit(_request: HttpRequest, session: exams.Session, _refused: Forms) -> dict[str, Any]:
    """Show how a session is called."""
    return {"session": session}


def page_to_archive(_request: HttpRequest, session: exams.Session, refused: Forms) -> dict[str, Any]:
    """Show what follows from archiving a session."""
    work = results.open_work(session, timezone.now())
    return {
        "session": session,
        "refusal": "" if refused else _refusal(lambda: check_open(session.code, work)),
        "undone": [translate(phrase) for phrase in work.undone],
        "candidates": results.held_by(session)["candidates"],
    }


def page_to_delete(_request: HttpRequest, session: exams.Session, _refused: Forms) -> dict[str, Any]:
    """Show what a session holds that would be deleted with it."""
    held = results.held_by(session)
    return {
        "session": session,
        "seen": seen_of(held),
        "held": [_HELD[name].format(n=Grouped(count)) for name, count in held.items() if count],
        "refusal": _refusal(lambda: result_acts.check_deletable(session, timezone.now())),
    }


def _refusal(check: Callable[[], None]) -> str:
    """Say why an act would be refused now; nothing when it would be done."""
    try:
        check()
    except Refused as refusal:
        return sentence_of(refusal)
    return ""


def page_of_centres(request: HttpRequest, session: exams.Session, _refused: Forms) -> dict[str, Any]:
    """Show where a session is written."""
    entered = candidates.centres_of_session(session.pk)
    named = exams.count_named_centres(session)
    listing = listing_of(
        request,
        f"{session.code}-centres",
        _columns_of_centres(session),
        exams.places_of(session, entered),
        search=("uai", "name"),
        display=lambda rows: _centre_rows(session, rows),
    )
    return {
        "session": session,
        "listing": listing,
        "named": named,
        "entered": 0 if named else candidates.count_centres(session.pk),
    }


def centre_at(_request: HttpRequest, session: str, uai: str) -> SessionCentre:
    """Find the session of an address, and name a centre of it."""
    return SessionCentre(session_or_404(session), uai)


def entered_in(session: exams.Session) -> set[str]:
    """List the centres where somebody is entered, by UAI."""
    return set(candidates.centres_of_session(session.pk).values_list("centre_uai", flat=True))


def name_centre(*, session: exams.Session, uai: str, name: str, by: Actor, at: datetime) -> None:
    """Name one more exam centre: the first one named brings those where somebody is entered already."""
    entered = entered_in(session)
    others = {} if exams.named_centre_uais(session) else {other: other for other in entered}
    exam_acts.add_centres(session=session, centres={**others, uai: name or uai}, entered=entered, by=by, at=at)


def _columns_of_centres(session: exams.Session) -> tuple[ListColumn, ...]:
    return (
        ListColumn("uai", gettext_lazy("UAI")),
        ListColumn("name", gettext_lazy("Exam centre")),
        ListColumn(
            "entered",
            gettext_lazy("Candidates entered"),
            is_number=True,
            order_by=candidates.expected_in(session.pk, "uai"),
        ),
    )


def _centre_rows(session: exams.Session, rows: Sequence[Any]) -> list[CentreRow]:
    uais = [row.uai for row in rows]
    entered = candidates.expected_at(session.pk, uais)
    named = exams.named_among(session, uais)
    return [CentreRow(row.uai, row.name, entered.get(row.uai, 0), row.uai in named) for row in rows]
