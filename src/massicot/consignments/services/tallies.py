"""What is ticked in a parcel, kept in its tally, and written to its scripts and to the ledger all together.

Lower services of the acts that tick, that close a reception or that make batches, which hold the parcel: of two who
tick at once, the second adds to what the first left.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from massicot.audit import services as audit
from massicot.consignments.models import Parcel, ParcelScript, ParcelTally
from massicot.consignments.queries import parcels, tallies
from massicot.consignments.rules import parcels as rules
from massicot.consignments.rules.parcels import Tick
from massicot.consignments.rules.tally import KEY_USE, TallyContent, TicksThrownAway, digest_of_scan, write_tally
from massicot.consignments.services.parcels import arrival_of, subject_of
from massicot.core import keys
from massicot.core.actor import Actor
from massicot.custody import services as custody
from massicot.custody.rules import Act
from massicot.store.writes import swap_all

_LOGIN_LENGTH = 254


class TallyPlace(NamedTuple):
    """Where a script stands in the tally of its parcel, and its specialty."""

    rank: int
    specialty_code: str


def places_of(parcel: Parcel, numbers: Collection[str]) -> dict[str, TallyPlace]:
    """Map scripts of a parcel to their place in its tally."""
    rows = parcel.contents.order_by("pk").values_list("number", "specialty_code")
    ranked = {number: TallyPlace(rank, specialty_code) for rank, (number, specialty_code) in enumerate(rows)}
    return {number: ranked[number] for number in numbers}


class HeldTally:
    """The tally of a parcel that is held, as it was read and as it is to be written back."""

    def __init__(self, parcel: Parcel) -> None:
        self.parcel = parcel
        self._row = tallies.tally_of(parcel)
        self._key = tallies.key_for(self._row)
        self.content = tallies.content_of(parcel, self._row, self._key)

    def knows(self, number: str, scan_id: UUID) -> bool:
        """Say whether a scan was counted already, whatever became of its tick."""
        return self.content.knows(digest_of_scan(number, scan_id))

    def tick(self, places: Mapping[str, TallyPlace], *, scan_id: UUID | None = None, by: Actor) -> None:
        """Tick scripts that wait (number → its place), by a scan or by hand."""
        scans = [] if scan_id is None else [digest_of_scan(number, scan_id) for number in places]
        content = self.content.ticking([place.rank for place in places.values()], scans)
        counts = self._counts + Counter(place.specialty_code for place in places.values())
        self._write(content, counts, {*self._tickers, by.login})

    def untick(self, place: TallyPlace) -> None:
        """Take one tick back that is not written yet."""
        counts = self._counts - Counter([place.specialty_code])
        self._write(self.content.unticking(place.rank), counts, self._tickers if counts else ())

    def remember(self, number: str, scan_id: UUID) -> None:
        """Keep a scan by which a script was received at once, and not by the tally."""
        content = self.content.ticking([], [digest_of_scan(number, scan_id)])
        self._write(content, self._counts, self._tickers)

    def empty(self) -> None:
        """Take all ticks out, which are written elsewhere."""
        self._write(self.content.without_ticks(), Counter(), ())

    @property
    def _counts(self) -> Counter[str]:
        return Counter(self._row.by_specialty if self._row else {})

    @property
    def _tickers(self) -> list[str]:
        return self._row.tickers if self._row else []

    def ledger_actor(self, by: Actor) -> Actor:
        """Name all who ticked, as the ledger has room for; else who writes it."""
        together = ", ".join(self._tickers)
        return Actor(together) if 0 < len(together) <= _LOGIN_LENGTH else by

    @property
    def tickers(self) -> list[str]:
        """List who ticked what is not written yet, by login."""
        return list(self._tickers)

    def _write(self, content: TallyContent, counts: Counter[str], tickers: Iterable[str]) -> None:
        row = self._row or ParcelTally(parcel=self.parcel)
        row.key = self._key.fingerprint
        row.sealed = keys.seal(self._key.sub_key(KEY_USE), write_tally(content), tallies.about(self.parcel.code))
        row.ticked = counts.total()
        row.by_specialty = dict(sorted(counts.items()))
        row.tickers = sorted(tickers)
        row.save(force_insert=self._row is None)
        self._row, self.content = row, content


@transaction.atomic(savepoint=False)
def write_ticks(*, parcel: Parcel, by: Actor, at: datetime) -> None:
    """Write what is ticked in a parcel to its scripts and to the ledger, all at one instant; writing none does nothing.

    The caller holds the parcel. In the order of the numbers: no other one is known here.
    """
    unwritten = tallies.unwritten_in(parcel)
    if not unwritten:
        return
    tally = HeldTally(parcel)
    numbers = sorted(unwritten.values())
    waiting = ParcelScript.objects.filter(pk__in=sorted(unwritten), tick=Tick.NOT_YET)
    refusal = rules.AlreadyTicked(code=parcel.code, number=numbers[0])
    swap_all(waiting, len(numbers), refusal, tick=Tick.RECEIVED)
    spot = arrival_of(parcel)
    ledger_actor = tally.ledger_actor(by)
    custody.move_all(
        refs=numbers, act=Act.TICKED, origin=spot, destination=spot, inside_before=parcel.code, by=ledger_actor, at=at
    )
    fact = rules.ScriptsTicked(numbers, tally.tickers)
    audit.record(subject=subject_of(parcel), fact=fact, by=by, at=at)
    tally.empty()


@transaction.atomic(savepoint=False)
def write_ticks_towards(*, paper_id: int, centre_uai: str, by: Actor, at: datetime) -> None:
    """Write what is ticked in the parcels of a paper that go to a marking centre: its scripts are asked for there."""
    _write_each(tallies.parcels_to_write(paper_id, centre_uai), by=by, at=at)


@transaction.atomic(savepoint=False)
def write_ticks_of(*, paper_id: int, by: Actor, at: datetime) -> None:
    """Write what is ticked in all parcels of a paper: nobody goes on with them; raise TicksSealed or TicksBroken."""
    _write_each(tallies.parcels_to_write(paper_id), by=by, at=at)


@transaction.atomic
def throw_ticks_away(*, code: str, by: Actor, at: datetime) -> int:
    """Throw away what is ticked in a parcel and cannot be opened: it is looked through again; give how much it was.

    Raise ParcelUnknown, TicksSealed or TicksReadable.
    """
    parcel = parcels.hold_parcel(code)
    tally = tallies.check_broken(parcel)
    tally.delete()
    audit.record(subject=subject_of(parcel), fact=TicksThrownAway(tally.ticked, tally.tickers), by=by, at=at)
    return tally.ticked


def _write_each(codes: Iterable[str], *, by: Actor, at: datetime) -> None:
    for code in codes:
        write_ticks(parcel=parcels.hold_parcel(code), by=by, at=at)
