"""Acts on a corrigendum: drafted, discarded, applied, acknowledged by each, recalled to those who have not read it."""

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.audit.rules import Fact
from massicot.core.actor import Actor, Role
from massicot.core.refused import N_
from massicot.exams.models import Corrigendum, CorrigendumCalendar, CorrigendumReading, CorrigendumRoute, Paper
from massicot.exams.queries import corrigenda as corrigenda_reads
from massicot.exams.queries.corrigenda import CorrigendumDraft
from massicot.exams.queries.sessions import hold_paper, subject_of, values_of
from massicot.exams.rules import corrigenda
from massicot.exams.rules.corrigenda import CalendarChange, CorrigendumLetter, CorrigendumTold, Effect, Reader
from massicot.exams.rules.editing import PaperProgress
from massicot.exams.rules.routes import check_not_begun, check_routes
from massicot.exams.rules.sessions import RouteFacts
from massicot.exams.services.routes import write_routes
from massicot.exams.services.sessions import Change, amend_paper, check_values
from massicot.post import services as post
from massicot.store.writes import swap_all, swap_one


@dataclass(frozen=True, slots=True)
class CorrigendumDrafted(Fact):
    """A corrigendum was written, and changes nothing yet."""

    journal_word = N_("corrigendum written")
    reference: str
    dated_on: date


@dataclass(frozen=True, slots=True)
class CorrigendumDiscarded(Fact):
    journal_word = N_("draft of a corrigendum thrown away")
    reference: str


@dataclass(frozen=True, slots=True)
class CorrigendumRead(Fact):
    """A centre, or a person of the office, said that they have read a corrigendum."""

    journal_word = N_("corrigendum read")
    reference: str
    readers: Collection[str]


@dataclass(frozen=True, slots=True)
class ReadersReminded(Fact):
    """Those who have not read a corrigendum were reminded of it."""

    journal_word = N_("readers of a corrigendum reminded")
    reference: str
    readers: int


@transaction.atomic
def draft_corrigendum(
    *,
    paper: Paper,
    reference: str,
    dated_on: date,
    text: str,
    effective_at: datetime,
    routes: Collection[RouteFacts],
    calendar: CalendarChange,
    by: Actor,
    at: datetime,
) -> Corrigendum:
    """Write a corrigendum that changes nothing yet; raise ReferenceTaken, or what applying it would be refused for."""
    row = hold_paper(paper.pk)
    if Corrigendum.objects.filter(paper=row, reference=reference).exists():
        raise corrigenda.ReferenceTaken(reference=reference, paper=row.code)
    corrigendum = Corrigendum.objects.create(
        paper=row,
        reference=reference,
        dated_on=dated_on,
        text=text,
        effective_at=effective_at,
        written_by=by.login,
    )
    CorrigendumRoute.objects.bulk_create(_route_row(corrigendum, route) for route in routes)
    if calendar.given:
        CorrigendumCalendar.objects.create(corrigendum=corrigendum, **asdict(calendar))
    check_corrigendum(corrigendum, PaperProgress(), at)
    audit.record(subject=subject_of(row), fact=CorrigendumDrafted(reference, dated_on), by=by, at=at)
    return corrigendum


@transaction.atomic
def discard_corrigendum(*, corrigendum: Corrigendum, by: Actor, at: datetime) -> None:
    """Throw a draft away; raise CorrigendumApplied."""
    draft = Corrigendum.objects.select_for_update().filter(pk=corrigendum.pk, applied_at__isnull=True).first()
    if draft is None:
        raise corrigenda.CorrigendumApplied(reference=corrigendum.reference)
    draft.delete()
    fact = CorrigendumDiscarded(corrigendum.reference)
    audit.record(subject=subject_of(corrigendum.paper), fact=fact, by=by, at=at)


def check_corrigendum(corrigendum: Corrigendum, progress: PaperProgress, at: datetime) -> Effect:
    """Tell what a draft changes; raise CorrigendumEmpty, or what applying it would be refused for."""
    draft = corrigenda_reads.draft_of(corrigendum)
    check_draft(corrigendum, draft, progress, at)
    return draft.effect


def check_draft(corrigendum: Corrigendum, draft: CorrigendumDraft, progress: PaperProgress, at: datetime) -> None:
    """Raise CorrigendumEmpty, or what applying a draft would be refused for."""
    paper = corrigendum.paper
    if draft.effect.is_empty:
        raise corrigenda.CorrigendumEmpty(reference=corrigendum.reference)
    if draft.effect.flips:
        check_not_begun(paper.code, paper.starts_at, at)
        check_routes(paper.code, draft.wanted, draft.versions, paper.starts_at)
    if draft.effect.shifts:
        check_values(paper, draft.before, draft.after, progress, at)


@transaction.atomic
def apply_corrigendum_unnumbered(
    *,
    corrigendum: Corrigendum,
    progress: PaperProgress,
    readers: Collection[Reader],
    letters: Collection[CorrigendumLetter],
    check_seen: Callable[[], None],
    by: Actor,
    at: datetime,
) -> Effect:
    """Apply a corrigendum and tell those it concerns; lower service of the act that completes the numbers.

    Nobody gets a number here, and no marker hears of a closing that moves. `check_seen` refuses what is no longer as
    whoever applies it was shown; it is asked once nothing can move any more.

    Whoever applies it has it before their eyes, and is the first who has read it.
    Raise CorrigendumApplied, CorrigendumEmpty, what routes or values are refused for, or BothSidesOfTheWall.
    """
    account_acts.hold_appointments()
    draft = Corrigendum.objects.filter(pk=corrigendum.pk, applied_at__isnull=True)
    refusal = corrigenda.CorrigendumApplied(reference=corrigendum.reference)
    swap_one(draft, refusal, applied_at=at, applied_by=by.login)
    corrigendum.paper = hold_paper(corrigendum.paper_id)
    check_seen()
    effect = check_corrigendum(corrigendum, progress, at)
    values = _apply(corrigendum, effect, progress, at)
    count = _tell(corrigendum, readers, by, at)
    _send(letters, by, at)
    routes = [(flip.academy, flip.after.kind, flip.after.destination_name) for flip in effect.flips]
    fact = CorrigendumTold(corrigendum.reference, corrigendum.dated_on, routes, values, count)
    audit.record(subject=subject_of(corrigendum.paper), fact=fact, by=by, at=at)
    return effect


@transaction.atomic
def acknowledge_corrigendum(*, corrigendum: Corrigendum, readers: Collection[Reader], by: Actor, at: datetime) -> None:
    """Record that a person has read a corrigendum, for all that they read it as; raise NothingToRead."""
    unread = CorrigendumReading.objects.filter(corrigendum=corrigendum, read_at__isnull=True)
    theirs = [row for row in unread if Reader(Role(row.role), row.scope) in readers]
    refusal = corrigenda.NothingToRead(reference=corrigendum.reference)
    if not theirs:
        raise refusal
    swap_all(unread.filter(pk__in=[row.pk for row in theirs]), len(theirs), refusal, read_at=at, read_by=by.login)
    fact = CorrigendumRead(corrigendum.reference, sorted(row.scope for row in theirs))
    audit.record(subject=subject_of(corrigendum.paper), fact=fact, by=by, at=at)


@transaction.atomic
def remind_readers(
    *, corrigendum: Corrigendum, letters: Collection[CorrigendumLetter], by: Actor, at: datetime
) -> None:
    """Remind those who have not read a corrigendum; raise RemindedJustNow, EverybodyHasRead."""
    unread = CorrigendumReading.objects.filter(corrigendum=corrigendum, read_at__isnull=True)
    reminded = unread.exclude(reminded_at__gt=at - corrigenda.REMINDED_EVERY).update(reminded_at=at)
    if not reminded:
        refusal = corrigenda.RemindedJustNow if unread.exists() else corrigenda.EverybodyHasRead
        raise refusal(reference=corrigendum.reference)
    _send(letters, by, at)
    fact = ReadersReminded(corrigendum.reference, reminded)
    audit.record(subject=subject_of(corrigendum.paper), fact=fact, by=by, at=at)


def _tell(corrigendum: Corrigendum, readers: Collection[Reader], by: Actor, at: datetime) -> int:
    own = Reader(Role.OFFICE, by.login)
    read: dict[Reader, dict[str, Any]] = {own: {"read_at": at, "read_by": by.login}}
    audience = sorted({*readers, own}, key=lambda reader: (reader.role, reader.scope))
    CorrigendumReading.objects.bulk_create(
        CorrigendumReading(
            corrigendum=corrigendum, role=reader.role, scope=reader.scope, told_at=at, **read.get(reader, {})
        )
        for reader in audience
    )
    return len(audience)


def _apply(corrigendum: Corrigendum, effect: Effect, progress: PaperProgress, at: datetime) -> dict[str, Change]:
    paper = corrigendum.paper
    if effect.flips:
        write_routes(paper, corrigenda_reads.routes_of(corrigendum), at)
    if not effect.shifts:
        return {}
    values = corrigenda.values_after(values_of(paper), corrigenda_reads.calendar_of(corrigendum))
    return amend_paper(paper, values, progress, at)


def _route_row(corrigendum: Corrigendum, route: RouteFacts) -> CorrigendumRoute:
    return CorrigendumRoute(
        corrigendum=corrigendum,
        steering_academy=route.steering_academy,
        kind=route.kind,
        copy_model=route.copy_model,
        destination_uai=route.destination_uai,
        destination_name=route.destination_name,
        attention=route.attention,
    )


def _send(letters: Collection[CorrigendumLetter], by: Actor, at: datetime) -> None:
    for letter in letters:
        post.write_letter(to=letter.to, subject=letter.subject, body=letter.body, by=by, at=at)
