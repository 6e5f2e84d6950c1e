"""Acts of a marking centre on what leaves it for the exam office: a parcel made of its piles."""

from datetime import datetime

from django.db import transaction

from massicot.batches.queries import regrouping
from massicot.consignments import services as parcels
from massicot.consignments.queries import ReturnParcel
from massicot.consignments.rules.returns import ReturnCounts
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.shelves.queries import returns as queries
from massicot.shelves.rules import returns as rules
from massicot.shelves.rules.returns import ReturnChoice


@transaction.atomic
def pack_return(
    *,
    paper: Paper,
    centre_uai: str,
    choice: ReturnChoice,
    counted: ReturnCounts,
    seal: str = "",
    by: Actor,
    at: datetime,
) -> ReturnParcel:
    """Make a parcel of what goes back to the exam office: piles of specialties, but for the batches not there.

    Raise SessionIsArchived, and what `plan_return` and `pack_return_unchecked_piles` refuse.
    """
    # Of two who pack the same pile, the second reads what the first has left of it.
    exams.hold_papers_at_work(paper.session)
    # Whoever takes a script out of a batch, or finds one, holds the batch alone: what is counted stays so.
    regrouping.hold_batches_at(paper.pk, centre_uai)
    plan = rules.plan_return(choice, queries.piles_of(paper, centre_uai, at), counted)
    return parcels.pack_return_unchecked_piles(
        paper=paper,
        centre_uai=centre_uai,
        lines=plan.lines,
        left=plan.left,
        attention=paper.return_attention,
        seal=seal,
        by=by,
        at=at,
    )
