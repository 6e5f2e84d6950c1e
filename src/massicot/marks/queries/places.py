"""Reads of from where somebody types."""

from massicot.batches.queries import Batch
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.exams.rules import networks
from massicot.exams.rules.networks import EntryPlace
from massicot.marks import rules


def check_place(paper: Paper, batch: Batch, address: str) -> bool:
    """Say whether marks of a batch are typed from outside its centre; raise EntryElsewhere where they may not be."""
    place = EntryPlace(paper.session.entry_from)
    if place is EntryPlace.ANYWHERE:
        return False
    declared = exams.networks_of_centre(paper.session_id, batch.centre_uai)
    is_elsewhere = rules.is_elsewhere(place, declared, address)
    rules.check_place(place, is_elsewhere=is_elsewhere, centre=batch.centre_uai)
    return is_elsewhere


def is_of_a_centre(address: str) -> bool:
    """Say whether an address is on a network that some marking centre declared."""
    return any(networks.is_inside(address, declared) for declared in exams.networks_by_centre().values())
