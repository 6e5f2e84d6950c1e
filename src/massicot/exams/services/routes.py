"""Acts that change routes before anybody is told of them, and from where marks may be typed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.audit.rules import Fact
from massicot.core.actor import Actor
from massicot.core.refused import N_
from massicot.exams.models import CentreNetwork, Paper, Route, Session
from massicot.exams.queries import corrigenda
from massicot.exams.queries import routes as route_reads
from massicot.exams.queries.sessions import hold_paper, hold_session, subject_of
from massicot.exams.rules import networks as rules
from massicot.exams.rules import routes as route_rules
from massicot.exams.rules.editing import NothingChanged
from massicot.exams.rules.networks import EntryPlace
from massicot.exams.rules.sessions import RouteFacts, RouteKind
from massicot.exams.services.sessions import check_both_sides_everywhere


@dataclass(frozen=True, slots=True)
class EntryPlaceChosen(Fact):
    journal_word = N_("place of mark entry chosen")
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NetworksDeclared(Fact):
    """The networks of a marking centre were declared, in place of those before."""

    journal_word = N_("networks of a centre declared")
    centre: str
    before: Sequence[str]
    after: Sequence[str]


@transaction.atomic
def choose_entry_place(*, session: Session, place: EntryPlace, by: Actor, at: datetime) -> None:
    """Choose from where the marks of a session may be typed; raise NetworksMissing or NothingChanged."""
    row = hold_session(session)
    if row.entry_from == place:
        raise NothingChanged
    if place is not EntryPlace.ANYWHERE:
        for uai, networks in route_reads.networks_of_session(row).items():
            if not networks:
                raise rules.NetworksMissing(centre=uai)
    Session.objects.filter(pk=row.pk).update(entry_from=place)
    audit.record(subject=f"session:{row.code}", fact=EntryPlaceChosen(row.entry_from, place), by=by, at=at)


@transaction.atomic
def declare_networks(*, session: Session, uai: str, typed: str, by: Actor, at: datetime) -> list[str]:
    """Declare the networks of a marking centre, in place of those before.

    Raise NetworkMistyped, NetworkTooWide, NetworksNeeded or NothingChanged.
    """
    after = rules.read_networks(typed)
    row = hold_session(session)
    before = route_reads.networks_of_centre(row.pk, uai)
    if after == before:
        raise NothingChanged
    if not after and row.entry_from != EntryPlace.ANYWHERE:
        raise rules.NetworksNeeded(centre=uai)
    CentreNetwork.objects.filter(session=row, uai=uai).delete()
    CentreNetwork.objects.bulk_create(CentreNetwork(session=row, uai=uai, network=network) for network in after)
    audit.record(subject=f"session:{row.code}", fact=NetworksDeclared(uai, before, after), by=by, at=at)
    return after


@dataclass(frozen=True, slots=True)
class RoutesChanged(Fact):
    """Routes of a paper were changed: academy, kind and destination of each."""

    journal_word = N_("routes changed")
    routes: Sequence[tuple[str, RouteKind, str]]


@transaction.atomic
def change_routes(*, paper: Paper, routes: Collection[RouteFacts], by: Actor, at: datetime) -> None:
    """Give steering academies new routes from an instant on; a version of the same instant is replaced.

    Raise RoutesToldAlready once the numbers are drawn, PaperBegun, RouteAfterThePaper, RouteHidden, NothingChanged or
    BothSidesOfTheWall.
    """
    account_acts.hold_appointments()
    row = hold_paper(paper.pk)
    if row.prepared_at is not None:
        raise route_rules.RoutesToldAlready(paper=row.code)
    write_routes(row, routes, at)
    fact = RoutesChanged([(route.steering_academy, route.kind, route.destination_name) for route in routes])
    audit.record(subject=subject_of(row), fact=fact, by=by, at=at)


def write_routes(paper: Paper, routes: Collection[RouteFacts], at: datetime) -> list[route_rules.Flip]:
    """Write route versions of a held paper, inside the caller's transaction; return what they change."""
    route_rules.check_not_begun(paper.code, paper.starts_at, at)
    earlier = route_reads.route_facts(paper)
    route_rules.check_routes(paper.code, routes, earlier, paper.starts_at)
    flips = corrigenda.flips_of(paper, routes)
    if not flips:
        raise NothingChanged
    for flip in flips:
        _write(paper, flip.after)
    check_both_sides_everywhere()
    return flips


def _write(paper: Paper, route: RouteFacts) -> None:
    Route.objects.update_or_create(
        paper=paper,
        steering_academy=route.steering_academy,
        effective_at=route.effective_at,
        defaults={
            "kind": route.kind,
            "copy_model": route.copy_model,
            "destination_uai": route.destination_uai,
            "destination_name": route.destination_name,
            "attention": route.attention,
            "reference": route.reference,
        },
    )
