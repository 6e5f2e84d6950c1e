"""Acts on candidates that settle their numbers too: imported, off the list, seated elsewhere, seen by their label.

Acts on a candidate of another list who sat in a centre: seated there under a spare number, and taken back. The number
drawn for them stays where it was, and is that of a placeholder once that centre closes its day, or is one already:
nothing is written there beside a number, and a closed day need not be opened again for it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from massicot.anonymity import queries
from massicot.anonymity.models import Link
from massicot.anonymity.rules import numbers as rules
from massicot.anonymity.rules.links import Sealer
from massicot.anonymity.services.numbers import bind
from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.candidates import services as candidate_acts
from massicot.candidates.rules import ImportOutcome, OffList, OffListEntered, Ticked
from massicot.candidates.rules.candidate_table import CandidateTable
from massicot.candidates.rules.elsewhere import SeatedFromElsewhere, SeatingTakenBack
from massicot.candidates.services import Listed
from massicot.core.actor import Actor
from massicot.core.keys import Key, KeyMissing
from massicot.exams import queries as exams
from massicot.exams.queries import Paper, Session
from massicot.scripts import queries as scripts
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
        rules.check_reserve(centre_uai, queries.unused_spares(paper, centre_uai, queries.sealer_of(paper, key)))
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


def seat_from_elsewhere(
    *,
    paper: Paper,
    centre_uai: str,
    room: str,
    candidate_number: str,
    born_on: date,
    seat: str,
    number: str,
    key: Key,
    by: Actor,
    at: datetime,
) -> Listed:
    """Enter where they sat a candidate of another list, or one who keeps a mark, under the spare number stuck on.

    A wrong candidate number or date of birth is counted, in a transaction of its own. Raise what
    `candidates.services.find_listed` and `seat_from_elsewhere_unnumbered` refuse, and as `add_off_list` does of the
    number.
    """
    listed = candidate_acts.find_listed(paper=paper, candidate_number=candidate_number, born_on=born_on, by=by, at=at)
    with transaction.atomic():
        seated = candidate_acts.seat_from_elsewhere_unnumbered(
            paper=paper, centre_uai=centre_uai, room=room, seat=seat, listed=listed
        )
        bind_spare(paper, centre_uai, seated.specialty_code, number, seated.entry_id, key)
        fact = SeatedFromElsewhere(candidate_number, *seated[1:])
        audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)
    return listed


@transaction.atomic
def take_back_seating(
    *, paper: Paper, centre_uai: str, candidate_number: str, key: Key, by: Actor, at: datetime
) -> None:
    """Take back that a candidate of another list sat here; their spare number is of the reserve again.

    Raise DayIsClosed, CandidateUnknown, SitsAsListed, NotedAtSeat, NamedInReport or WrongKey.
    """
    sealer = queries.sealer_of(paper, key)
    gone = candidate_acts.take_back_seating_unbound(
        paper=paper, centre_uai=centre_uai, candidate_number=candidate_number
    )
    Link.objects.filter(entry_index=sealer.entry_index(gone.entry_id)).delete()
    fact = SeatingTakenBack(candidate_number, gone.specialty_code, gone.comes_from)
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


@transaction.atomic
def tick_label(*, paper: Paper, centre_uai: str, room: str, number: str, key: Key) -> Ticked:
    """Say present the candidate whose label was scanned among the scripts of a room; once, however often it is scanned.

    Only the entry is written: neither the number nor the scan leaves a trace beside a name (decision 0003). Raise
    NumberMistyped, NumberUnknown, LabelOfOtherPaper, LabelOfOtherCentre, LabelOfOtherRoom, LabelIsSpare,
    ScriptOfAbsent or DayIsClosed.
    """
    sealer = queries.sealer_of(paper, key)
    script = scripts.script_by_number(number)
    if script.paper_id != paper.pk:
        raise rules.LabelOfOtherPaper(paper=paper.code)
    if script.centre_uai != centre_uai:
        raise rules.LabelOfOtherCentre(centre=script.centre_uai)
    entry_id = queries.entry_of_number(sealer, script.number)
    if entry_id is None:
        raise rules.LabelIsSpare
    return candidate_acts.tick_entry(paper=paper, centre_uai=centre_uai, room=room, entry_id=entry_id)
