"""Acts that say from where the marks of a session may be typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries
from massicot.exams.models import CentreNetwork, Session
from massicot.exams.rules import networks as rules
from massicot.exams.rules.editing import NothingChanged
from massicot.exams.rules.networks import EntryPlace


@dataclass(frozen=True, slots=True)
class EntryPlaceChosen:
    """The office chose from where marks may be typed."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NetworksDeclared:
    """The networks of a marking centre were declared, in place of those before."""

    centre: str
    before: Sequence[str]
    after: Sequence[str]


@transaction.atomic
def choose_entry_place(*, session: Session, place: EntryPlace, by: Actor, at: datetime) -> None:
    """Choose from where the marks of a session may be typed; raise NetworksMissing or NothingChanged."""
    row = queries.hold_session(session)
    if row.entry_from == place:
        raise NothingChanged
    if place is not EntryPlace.ANYWHERE:
        for uai, networks in queries.networks_of_session(row).items():
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
    row = queries.hold_session(session)
    before = queries.networks_of_centre(row.pk, uai)
    if after == before:
        raise NothingChanged
    if not after and row.entry_from != EntryPlace.ANYWHERE:
        raise rules.NetworksNeeded(centre=uai)
    CentreNetwork.objects.filter(session=row, uai=uai).delete()
    CentreNetwork.objects.bulk_create(CentreNetwork(session=row, uai=uai, network=network) for network in after)
    audit.record(subject=f"session:{row.code}", fact=NetworksDeclared(uai, before, after), by=by, at=at)
    return after
