"""What may be made of the scripts that a marking centre has received."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Sum

from massicot.batches import rules
from massicot.batches.models import Batch
from massicot.batches.queries.rows import spot_of
from massicot.batches.rules import BatchPlan, Proposal
from massicot.consignments import queries as parcels
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.exams.queries import Paper
from massicot.scripts import queries as scripts
from massicot.scripts.rules import read_cell
from massicot.store.wording import Call


def plan_of(paper: Paper, centre_uai: str, specialties: Collection[str] | None = None) -> list[BatchPlan]:
    """Plan the batches that `make_batches` would make now, of all specialties or of those chosen."""
    loose = _loose(paper, centre_uai)
    chosen = {code: numbers for code, numbers in loose.items() if specialties is None or code in specialties}
    return rules.plan_batches(chosen, paper.batch_size, paper.batch_ceiling)


def proposals_of(paper: Paper, centre_uai: str) -> list[Proposal]:
    """Say what would be made of each specialty now, and what is still expected of it, by code."""
    made = Batch.objects.filter(paper=paper, centre_uai=centre_uai, unmade_at__isnull=True)
    batched = dict(made.values_list("specialty_code").annotate(scripts=Sum("size")).order_by("specialty_code"))
    expected = parcels.expected_by_specialty(paper.pk, centre_uai)
    received = {code: count for (paper_id, code), count in _loose_cells(centre_uai).items() if paper_id == paper.pk}
    return rules.propose(received, batched, expected, paper.batch_size, paper.batch_ceiling)


def loose_by_paper(centre_uai: str) -> dict[int, int]:
    """Count by paper the scripts received in a marking centre that are in no batch yet."""
    return by_paper(ledger.count_loose_by_cell(spot_of(centre_uai)).items())


def loose_at(centre_uai: str) -> Call:
    """Ask for the scripts received in a marking centre that are in no batch yet; `by_paper` reads the answer."""
    spot = spot_of(centre_uai)
    return ledger.LOOSE.of(place=str(spot.place), place_ref=spot.ref)


def by_paper(counted: Iterable[tuple[str, int]]) -> dict[int, int]:
    """Sum by paper what is counted by cell."""
    counts: Counter[int] = Counter()
    for cell, count in counted:
        counts[read_cell(cell)[0]] += count
    return dict(counts)


def _loose_cells(centre_uai: str) -> dict[tuple[int, str], int]:
    return {read_cell(cell): count for cell, count in ledger.count_loose_by_cell(spot_of(centre_uai)).items()}


def _loose(paper: Paper, centre_uai: str) -> dict[str, list[str]]:
    """Map specialties to the received numbers that are in no batch."""
    here = ledger.refs_at(ItemKind.SCRIPT, Place.MARKING_CENTRE, centre_uai)
    own = scripts.specialties_in_hand(paper.pk) if here else {}
    by_specialty: dict[str, list[str]] = defaultdict(list)
    for number in here:
        if number in own:
            by_specialty[own[number]].append(number)
    return by_specialty
