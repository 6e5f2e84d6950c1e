"""Acts on the papers that go with a parcel: counted into it, counted at its arrival, waited for no more."""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.consignments.models import Parcel
from massicot.consignments.queries import arrival, parcels
from massicot.consignments.rules import papers as paper_rules
from massicot.consignments.rules import parcels as rules
from massicot.consignments.rules.papers import PaperCounts
from massicot.consignments.services.parcels import subject_of, tell_of_papers
from massicot.core.actor import Actor
from massicot.core.spelling import visible_text
from massicot.core.wall import check_names_nobody
from massicot.store.writes import swap_one


@transaction.atomic
def enclose_papers(*, code: str, rooms: int, counts: PaperCounts, by: Actor, at: datetime) -> None:
    """Count the papers into a parcel that has not left, beside the rooms that wrote the paper; again if need be.

    Raise MorePapersThanRooms, ParcelUnknown or AlreadySent.
    """
    paper_rules.check_enclosed(rooms, counts)
    parcel = parcels.hold_parcel(code)
    here = Parcel.objects.filter(pk=parcel.pk, sent_at__isnull=True, arrived_at__isnull=True)
    columns = {"rooms": rooms, "registers_enclosed": counts.registers, "reports_enclosed": counts.reports}
    swap_one(here, rules.AlreadySent(code=parcel.code), **columns)
    fact = paper_rules.PapersEnclosed(parcel.code, rooms, counts.registers, counts.reports)
    audit.record(subject=subject_of(parcel), fact=fact, by=by, at=at)


@transaction.atomic
def count_papers(*, code: str, seen: PaperCounts | None, counts: PaperCounts, by: Actor, at: datetime) -> None:
    """Count the papers that came with a parcel, and tell its centre of those that did not; later ones are counted anew.

    `seen` is what the page showed, none where nobody had counted. Raise ParcelUnknown, NotReceived or
    PapersCountedMeanwhile.
    """
    parcel = parcels.hold_parcel(code)
    if parcel.arrived_at is None:
        raise rules.NotReceived(code=parcel.code)
    before = arrival.papers_of(parcel)
    if before.came != seen:
        raise paper_rules.PapersCountedMeanwhile(code=parcel.code)
    parcel.registers_came, parcel.reports_came = counts.registers, counts.reports
    parcel.save(update_fields=["registers_came", "reports_came"])
    lacking = arrival.papers_of(parcel).lacking
    if lacking != before.lacking:
        tell_of_papers(parcel, lacking, by=by, at=at)
    fact = paper_rules.PapersCame(parcel.code, counts.registers, counts.reports, sum(lacking.values()))
    audit.record(subject=subject_of(parcel), fact=fact, by=by, at=at)


@transaction.atomic
def waive_papers(*, code: str, reason: str, by: Actor, at: datetime) -> None:
    """Decide that nobody waits any more for the papers that did not come with a parcel, with a reason.

    Raise ReasonToWaiveMissing, TextNamesCandidate, ParcelUnknown or NoPaperLacks.
    """
    if not visible_text(reason):
        raise paper_rules.ReasonToWaiveMissing(code=code)
    check_names_nobody(reason)
    parcel = parcels.hold_parcel(code)
    lacking = arrival.papers_of(parcel).lacking
    if not lacking:
        raise paper_rules.NoPaperLacks(code=parcel.code)
    parcel.papers_waived = reason.strip()
    parcel.save(update_fields=["papers_waived"])
    fact = paper_rules.PapersWaived(parcel.code, sum(lacking.values()), parcel.papers_waived)
    audit.record(subject=subject_of(parcel), fact=fact, by=by, at=at)
