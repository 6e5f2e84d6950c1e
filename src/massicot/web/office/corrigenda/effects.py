"""What may still change of a paper, and what follows from a change of it or of its routes, in the words of the page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import formats
from django.utils.translation import gettext, gettext_lazy, ngettext

from massicot.anonymity import queries as anonymity
from massicot.batches import queries as batches
from massicot.candidates import queries as candidates
from massicot.consignments import queries as consignments
from massicot.core.marks import Scale, format_mark
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.exams.rules import RouteFacts, despatch_deadline
from massicot.exams.rules.corrigenda import Effect, plan_effect
from massicot.exams.rules.editing import PaperProgress, changed_names
from massicot.exams.rules.session_plan import PaperValues, doubts_of_paper
from massicot.marks import queries as marks
from massicot.store.prepared import Question
from massicot.web.shared import instants
from massicot.web.shared.refusals import translate

TITLES: dict[str, Any] = {
    "title": gettext_lazy("Title of the paper"),
    "starts_at": gettext_lazy("Beginning of the paper"),
    "ends_at": gettext_lazy("End of the paper"),
    "despatch_hours": gettext_lazy("Hours to send the scripts, from the end of the paper"),
    "marking_opens_on": gettext_lazy("First day of marking"),
    "marking_closes_on": gettext_lazy("Last day of marking"),
    "marking_starts": gettext_lazy("A marking day begins at"),
    "marking_ends": gettext_lazy("A marking day ends at"),
    "agreement_at": gettext_lazy("Agreement meeting of the markers"),
    "board_at": gettext_lazy("Harmonisation board"),
    "entry_opens_at": gettext_lazy("Mark entry opens"),
    "entry_closes_at": gettext_lazy("Mark entry closes"),
    "return_by": gettext_lazy("Scripts and mark sheets are back by"),
    "return_attention": gettext_lazy("Scripts come back for the attention of"),
    "sheets_attention": gettext_lazy("Mark sheets come back for the attention of"),
    "site_code": gettext_lazy("Site code of the mark-entry portal"),
    "scale": gettext_lazy("Mark scale"),
    "are_totals_required": gettext_lazy("Control totals are typed before the lock"),
    "batch_size": gettext_lazy("Scripts in a batch, about"),
    "batch_ceiling": gettext_lazy("Scripts in a batch, at most"),
}
"""How each value of a paper is called."""

_NAMES: dict[str, Callable[[], Any]] = {
    "has_parcels": consignments.has_parcels,
    "has_sheets": batches.has_sheets,
    "has_batches": batches.has_batches,
    "has_hand_outs": batches.has_hand_outs,
    "has_marks": marks.has_marks,
    "has_locks": marks.has_locks,
}


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One thing that changes: what, before and after."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Touched:
    """Whom a change concerns: candidates, and the exam centres where they sit."""

    entries: int
    centres: int


def lines_of(before: PaperValues, after: PaperValues, zone: ZoneInfo) -> list[ValueChange]:
    """Write what changes of a paper, the despatch deadline that follows included."""
    lines = [
        ValueChange(
            str(TITLES[name]), value_words(getattr(before, name), zone), value_words(getattr(after, name), zone)
        )
        for name in changed_names(before, after)
    ]
    due = [despatch_deadline(values.ends_at, values.despatch_hours) for values in (before, after)]
    if due[0] != due[1]:
        lines.append(
            ValueChange(gettext("Scripts leave at the latest"), *(value_words(instant, zone) for instant in due))
        )
    return lines


def doubts_after(paper: Paper, after: PaperValues) -> list[str]:
    """Tell what would not agree between a paper's values and its session; a rehearsal's dates move on purpose."""
    session = paper.session
    if session.is_rehearsal:
        return []
    return [translate(doubt) for doubt in doubts_of_paper(paper.code, session.year, after, exams.zone_of(session))]


def value_words(value: object, zone: ZoneInfo) -> str:
    """Write one value of a paper."""
    if isinstance(value, datetime):
        return instants.day_and_hour(value.astimezone(zone))
    if isinstance(value, date):
        return f"{formats.date_format(value, 'l')} {instants.day(value)}"
    if isinstance(value, time):
        return instants.hour(datetime.combine(date.min, value))
    if value in (None, ""):
        return gettext("none") if value is None else gettext("nobody named")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return _scale(value) if isinstance(value, Scale) else str(value)


def touched_by(paper: Paper, specialties: set[str] | None) -> Touched:
    """Count who sits in these specialties, or in all."""
    return Touched(*candidates.count_roll(paper.pk, specialties))


def touched_by_effect(paper: Paper, effect: Effect) -> Touched:
    """Count whom a corrigendum concerns: everybody when the paper moves, else those whose scripts go elsewhere."""
    return touched_by(paper, specialties_touched(effect))


def specialties_touched(effect: Effect) -> set[str] | None:
    """List the specialties that a corrigendum concerns; None when it concerns all."""
    concerns_all = any(shift.name in {"starts_at", "ends_at", "despatch_hours"} for shift in effect.shifts)
    return None if concerns_all else effect.specialties


def centres_relabelled(paper: Paper, effect: Effect) -> list[str]:
    """List the exam centres whose labels and anonymity list are others than those that were drawn, by UAI."""
    if paper.prepared_at is None:
        return []
    if effect.moves_hours:
        return candidates.centres_of(paper)
    return candidates.centres_of(paper, effect.onto_site | effect.off_site) if effect.flips else []


def documents_of(paper: Paper, effect: Effect) -> list[str]:
    """Say which documents are to be printed again, and where printed ones become void."""
    registers = touched_by(paper, None).centres if effect.moves_hours else 0
    relabelled = centres_relabelled(paper, effect)
    labelled = len(relabelled)
    documents = []
    if labelled:
        sentence = ngettext(
            "Labels and anonymity list of %(n)d exam centre, to be printed again",
            "Labels and anonymity lists of %(n)d exam centres, to be printed again",
            labelled,
        )
        documents.append(sentence % {"n": labelled})
    if void := len(anonymity.numbers_printed(paper).keys() & set(relabelled)) if relabelled else 0:
        sentence = ngettext(
            "%(n)d of these centres has printed its labels and its list already: they become void",
            "%(n)d of these centres have printed their labels and their lists already: they become void",
            void,
        )
        documents.append(sentence % {"n": void})
    if registers:
        sentence = ngettext(
            "Attendance register of %(n)d exam centre, to be printed again",
            "Attendance registers of %(n)d exam centres, to be printed again",
            registers,
        )
        documents.append(sentence % {"n": registers})
    return documents


def places_of(routes: Iterable[RouteFacts]) -> dict[str, str]:
    """Map the places where some routes lead, by UAI, to their names."""
    return {route.destination_uai: route.destination_name for route in routes if route.destination_uai}


def places_told(places: Mapping[str, str]) -> list[str]:
    """Tell of each place where scripts go, UAI and name, that is not imported yet."""
    return [reason.text_in(gettext) for reason in exams.places_not_imported(places)]


def effect_of_edit(before: PaperValues, after: PaperValues) -> Effect:
    """Describe what an edit by hand changes of the calendar."""
    return plan_effect(before, after, ())


def _scale(scale: Scale) -> str:
    lowest, highest, step = (format_mark(mark, scale) for mark in (scale.lowest, scale.highest, scale.step))
    return gettext("%(lowest)s to %(highest)s by %(step)s") % {"lowest": lowest, "highest": highest, "step": step}


def progress_of(paper: exams.Paper) -> PaperProgress:
    """Ask each area what it holds of a paper."""
    (row,) = _HELD.ask(paper_id=paper.pk)
    return PaperProgress(**dict(zip(_NAMES, map(bool, row), strict=True)))


def _conditions_of(paper_id: int) -> QuerySet[Any, Any]:
    return exams.paper_rows(paper_id).values_list(*(condition() for condition in _NAMES.values()))


_HELD: Question[tuple[Any, ...]] = Question(_conditions_of)
