"""What became of the header strips of one box once scripts of its paper were destroyed.

An exam centre certifies all of its strips together: of one box it is told how many go, how many stay, and how far the
centre is.
"""

from dataclasses import dataclass
from datetime import datetime

from massicot.anonymity import queries as anonymity
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.scripts import queries as scripts


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxOfStrips:
    """A box of header strips: from which to which, where it is kept; how many strips go, how many stay.

    `due`: how many its centre has not certified yet, of all its boxes; `certified_at`: when it last did; `not_found`:
    how many strips of all that it certified were not there.
    """

    paper: Paper
    first: str
    last: str
    kept_in: str
    gone: int
    stay: int
    due: int
    certified_at: datetime | None
    not_found: int


def box_of_strips(ref: str) -> BoxOfStrips | None:
    """Tell what became of a box of header strips; None of one that was opened again, or never closed."""
    box = scripts.box_by_ref(ref)
    if box is None:
        return None
    gone = scripts.count_gone_of(box)
    certificates = scripts.strip_destructions(box.paper_id, box.centre_uai)
    return BoxOfStrips(
        paper=box.paper,
        first=box.first,
        last=box.last,
        kept_in=box.kept_in,
        gone=gone,
        stay=box.count - gone,
        due=anonymity.strips_due(box.paper, box.centre_uai),
        certified_at=exams.local(box.paper, certificates[-1].certified_at) if certificates else None,
        not_found=sum(row.due - row.count for row in certificates),
    )
