"""Acts that bring in candidates: a table imported, or one candidate off the list on the day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from massicot.anonymity import queries, rules
from massicot.anonymity.rules import Sealer
from massicot.anonymity.rules import reserve as reserves
from massicot.anonymity.services.prepare import bind
from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.candidates import services as candidate_acts
from massicot.candidates.rules import ImportOutcome, OffList, OffListEntered
from massicot.candidates.rules.candidate_table import CandidateTable
from massicot.core.actor import Actor
from massicot.core.keys import Key, KeyMissing
from massicot.exams import queries as exams
from massicot.exams.queries import Paper, Session
from massicot.scripts import rules as script_rules
from massicot.store import key_file


@transaction.atomic
def import_candidates(
    *, session: Session, table: CandidateTable, emptied: Collection[str] = (), key: Key | None, by: Actor, at: datetime
) -> ImportOutcome:
    """Import a table of candidates; one who comes after `prepare` takes a spare number of their centre.

    Raise ValuesErased with the columns whose values empty cells would erase and that are not `emptied`.
    """
    outcome = candidate_acts.import_candidates_unnumbered(session=session, table=table, emptied=emptied, by=by, at=at)
    for paper in exams.papers_of(session):
        late = outcome.new_entries.get(paper.pk, ())
        if paper.prepared_at is None or not late:
            continue
        if key is None:
            raise KeyMissing(path=key_file.place())
        bind_late(paper, queries.sealer_of(paper, key), late)
    return outcome


@transaction.atomic
def add_off_list(
    *, paper: Paper, centre_uai: str, candidate: OffList, number: str, key: Key, by: Actor, at: datetime
) -> None:
    """Enter a candidate whose name was not on the register, under the spare number whose label was stuck on.

    A specialty that is not marked on site has no number: it is empty then. Raise SpareMissing, NumberNotWanted,
    NotPrepared, ReserveUsedUp, NumberMistyped or NotASpare, and as the entry itself does.
    """
    entry_id = candidate_acts.add_off_list_unnumbered(paper=paper, centre_uai=centre_uai, candidate=candidate)
    bind_spare(paper, centre_uai, candidate.specialty_code, number, entry_id, key)
    fact = OffListEntered(candidate.candidate_number, candidate.specialty_code)
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


def bind_spare(paper: Paper, centre_uai: str, specialty: str, number: str, entry_id: int, key: Key) -> None:
    """Give whoever was entered on the day the spare number that was stuck on, where their specialty is numbered."""
    is_numbered = specialty in exams.on_site_specialties(paper, paper.starts_at)
    if is_numbered and paper.prepared_at is not None:
        reserves.check_reserve(centre_uai, queries.unused_spares(paper, centre_uai, queries.sealer_of(paper, key)))
    rules.check_spare_given(specialty, number, is_numbered=is_numbered)
    if is_numbered:
        sealer = queries.sealer_of(paper, key)
        bind(sealer, [(checked_spare(paper, centre_uai, number, sealer), entry_id)])


def checked_spare(paper: Paper, centre_uai: str, typed: str, sealer: Sealer) -> str:
    """Read a spare number of a centre that nobody has; raise NotPrepared, NumberMistyped or NotASpare."""
    if paper.prepared_at is None:
        raise rules.NotPrepared(paper=paper.code)
    number = script_rules.check_number(typed)
    if number not in queries.unused_spares(paper, centre_uai, sealer):
        raise rules.NotASpare(number=number, centre=centre_uai)
    return number


def bind_late(paper: Paper, sealer: Sealer, entry_ids: Sequence[int]) -> None:
    """Give late candidates spare numbers of their centres, in an order that only the key tells; raise NoSpareLeft."""
    centres: Mapping[int, str] = candidates.centres_of_entries(
        entry_ids, exams.on_site_specialties(paper, paper.starts_at)
    )
    reserves = {
        uai: rules.shuffled_reserve(sealer, queries.unused_spares(paper, uai, sealer))
        for uai in sorted(set(centres.values()))
    }
    pairs = []
    for entry_id, centre_uai in centres.items():
        if not reserves[centre_uai]:
            raise rules.NoSpareLeft(centre=centre_uai)
        pairs.append((reserves[centre_uai].pop(), entry_id))
    bind(sealer, pairs)
