"""Eighth act: the marks taken away, two results disputed; a year later the scripts destroyed, but what is left out.

A year after that one of the disputes is over: its script, and what stood beside it, are on a second list. The mark
sheets go as a whole, once the other dispute and the fraud files are over too.
"""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from massicot.anonymity import queries as numbers
from massicot.anonymity import services as anonymity
from massicot.exams import queries as exams
from massicot.rehearsal import reports
from massicot.rehearsal.consulting import whoever_asks
from massicot.rehearsal.world import CASEWORKER, HEAD_OF_OFFICE, SECOND_PERSON, World, exam_centre
from massicot.results import queries as results
from massicot.results import services
from massicot.results.rules.access import Asker
from massicot.results.rules.destruction import USUAL_SHARE
from massicot.results.rules.exports import ExportKind
from massicot.scripts.rules import StripsCertified
from massicot.shelves import queries as shelves
from massicot.shelves.rules.destruction import Consent, NothingToDestroy

DISPUTES = 2
"""How many of those who asked to see their scripts dispute the result; the first of them gives it up."""

BEFORE_THE_COURT = "Recours gracieux rejeté, requête déposée devant le tribunal administratif."
GIVEN_UP = "Désistement, dont le tribunal a donné acte."
CONSENT = "Visa d’élimination des archives départementales"


def take_away(world: World) -> None:
    """Take every table away, the marks with the names among them: nothing is destroyed before that."""
    world.folder.mkdir(parents=True, exist_ok=True)
    for kind in ExportKind:
        table = services.export_table(
            paper=world.paper, kind=kind, key=world.key, by=CASEWORKER, at=world.calendar.settled
        )
        (world.folder / f"{kind}.csv").write_bytes(table)


def destroy_in_time(world: World) -> None:
    """Note the disputes, wait for the day, destroy what nobody asks about by the signatures of two."""
    at = world.calendar.disputed
    for row in whoever_asks(world)[:DISPUTES]:
        services.open_dispute(
            paper=world.paper,
            candidate_number=row.candidate_number,
            born_on=row.born_on,
            asked_by=Asker.CANDIDATE,
            received_on=_day(world, at),
            reason=BEFORE_THE_COURT,
            by=CASEWORKER,
            at=at,
        )
    code = _list(world, world.calendar.due, world.calendar.signed)
    _destroy(world, code, world.calendar.destroyed)


def list_the_rest(world: World) -> None:
    """End the first of the disputes; list what is left out for it no more, and sign it first.

    In a small session each of them may stand beside another script that somebody asks about.
    """
    dispute, *_ = results.disputes_of(world.paper)
    services.end_dispute(
        paper=world.paper, dispute_id=dispute.pk, reason=GIVEN_UP, by=CASEWORKER, at=world.calendar.dispute_over
    )
    with suppress(NothingToDestroy):
        _list(world, world.calendar.listed_again, world.calendar.signed_again)


def destroy_the_rest(world: World) -> None:
    """Destroy what the second list holds: what stands beside the dispute without an end stays, and the sample.

    Then each exam centre destroys the header strips of all that is gone.
    """
    at = world.calendar.destroyed_again
    waiting = shelves.open_list(world.paper)
    if waiting:
        _destroy(world, waiting.code, at)
    for uai, due in numbers.strips_due_by_centre(world.paper).items():
        certified = StripsCertified(count=due, signed_by=SECOND_PERSON)
        anonymity.certify_strips(paper=world.paper, centre_uai=uai, certified=certified, by=exam_centre(uai), at=at)


def destroy_sheets(world: World) -> None:
    """End every dispute and fraud file; then list the mark sheets, and destroy them by the signatures of two."""
    at, signed = world.calendar.sheets_listed, world.calendar.sheets_destroyed
    common: dict[str, Any] = {"paper": world.paper, "by": CASEWORKER}
    for dispute in results.disputes_of(world.paper):
        if dispute.ended_on is None:
            services.end_dispute(dispute_id=dispute.pk, reason=GIVEN_UP, at=at, **common)
    reports.decide_frauds(world, at)
    row = services.list_sheet_destruction(at=at, **common)
    consent = Consent(reference=CONSENT, given_on=_day(world, signed))
    services.sign_sheet_destruction(code=row.code, consent=consent, at=signed, **common)
    services.destroy_sheets(paper=world.paper, code=row.code, by=HEAD_OF_OFFICE, at=signed)


def count_destroyed(world: World) -> tuple[int, int]:
    """Count the scripts that certificates destroy, and those that the last one left out."""
    signed = [row for row in shelves.lists_of(world.paper) if row.destroyed_at]
    destroyed = sum(line.count for row in signed for line in shelves.destroyed_contents(row))
    return destroyed, len(shelves.spared_numbers(signed[0])) if signed else 0


def _list(world: World, listed: datetime, signed: datetime) -> str:
    common: dict[str, Any] = {"paper": world.paper, "key": world.key, "by": CASEWORKER}
    row = services.list_destruction(share=USUAL_SHARE, draw=world.draw("left out"), at=listed, **common)
    consent = Consent(reference=CONSENT, given_on=_day(world, signed))
    services.sign_destruction(code=row.code, consent=consent, at=signed, **common)
    return row.code


def _destroy(world: World, code: str, at: datetime) -> None:
    """Sign a list as the second person; which scripts its sample is depends on the key, so no paper is printed."""
    services.destroy_scripts(paper=world.paper, code=code, key=world.key, by=HEAD_OF_OFFICE, at=at)


def _day(world: World, at: datetime) -> date:
    return exams.local(world.paper, at).date()
