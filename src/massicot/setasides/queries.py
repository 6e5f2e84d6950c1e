"""Reads of scripts set aside: of a centre, of a paper, one by its slip; how many have no end."""

from collections import Counter

from django.db.models import Count, Max, QuerySet

from massicot.custody.rules import Place, Spot
from massicot.documents import set_aside_slip
from massicot.exams import queries as exams
from massicot.setasides import models, rules
from massicot.setasides.rules import SlipEnd
from massicot.store.prepared import Question

SetAside = models.SetAside
"""The row that the desks are handed and may name; the table itself is imported by this area only."""

_OPEN = SetAside.objects.filter(ending=SlipEnd.OPEN)
_COUNTS = Question(lambda: _OPEN.order_by().values_list("centre_uai", "paper_id").annotate(count=Count("pk")))


def set_asides_at(paper_id: int, centre_uai: str | None = None) -> list[SetAside]:
    """List what was set aside of a paper, or in one of its centres: what has no end first, the last written first."""
    rows = SetAside.objects.filter(paper_id=paper_id)
    own = rows if centre_uai is None else rows.filter(centre_uai=centre_uai)
    return sorted(own.order_by("-pk"), key=lambda row: not row.is_open)


def find_set_aside(code: str, paper_id: int, centre_uai: str | None = None) -> SetAside | None:
    """Fetch what lies under a slip of a paper, or of one of its centres; another's is not found."""
    rows = SetAside.objects.filter(code=code.strip().upper(), paper_id=paper_id)
    return (rows if centre_uai is None else rows.filter(centre_uai=centre_uai)).first()


def find_anywhere(code: str) -> SetAside | None:
    """Fetch what lies under a slip of any paper, with the paper and its session."""
    return SetAside.objects.select_related("paper__session").filter(code=code.strip().upper()).first()


def set_aside_by_code(code: str) -> SetAside:
    """Fetch what lies under a slip; raise SetAsideUnknown."""
    row = SetAside.objects.filter(code=code.strip().upper()).first()
    if row is None:
        raise rules.SetAsideUnknown(code=code)
    return row


def slip_of(number: str, paper_id: int) -> str:
    """Name the slip under which a script of a number lies; empty where none does."""
    rows = _OPEN.filter(number=number, paper_id=paper_id).values_list("code", flat=True) if number else ()
    return next(iter(rows), "")


def slip_given(number: str, paper_id: int) -> str:
    """Name the slip whose script was given a number of the reserve; empty where none was."""
    rows = SetAside.objects.filter(paper_id=paper_id, ending=SlipEnd.SPARE, ending_ref=number)
    return rows.values_list("code", flat=True).first() or ""


def followed_by(code: str) -> list[str]:
    """List the slips of a script that came back after it had its end, oldest first."""
    return list(SetAside.objects.filter(follows=code).order_by("pk").values_list("code", flat=True))


def open_rows() -> QuerySet[SetAside]:
    """Find what is set aside without an end."""
    return _OPEN.all()


def count_open() -> Counter[tuple[str, int]]:
    """Count by centre and paper the scripts set aside that have no end."""
    return Counter({(uai, paper_id): count for uai, paper_id, count in _COUNTS.ask()})


def codes_open(paper_id: int) -> list[str]:
    """List the slips of a paper that have no end, in order."""
    return list(_OPEN.filter(paper_id=paper_id).order_by("sequence").values_list("code", flat=True))


def codes_of(paper_id: int) -> list[str]:
    """List every slip of a paper, in order."""
    return list(SetAside.objects.filter(paper_id=paper_id).order_by("sequence").values_list("code", flat=True))


def last_sequence(paper_id: int) -> int:
    """Tell the highest number ever given to a slip of a paper; 0 before the first."""
    return SetAside.objects.filter(paper_id=paper_id).aggregate(last=Max("sequence"))["last"] or 0


def slip_document(row: SetAside) -> bytes:
    """Print the slip of a script that is or was set aside."""
    paper = exams.paper_by_id(row.paper_id)
    return set_aside_slip.make_slip(
        set_aside_slip.SetAsideSlip(
            heading=exams.heading_of(paper),
            code=row.code,
            marking_centre=exams.place_of(row.centre_uai),
            oddity=row.oddity,
            number=row.number,
            found_in=row.found_in,
            place=row.place,
            remark=row.remark,
            follows=row.follows,
            opened_at=exams.local(paper, row.opened_at),
            ends=[ending.value for ending in rules.ENDS[rules.Oddity(row.oddity)]],
        )
    )


def spot_of(centre_uai: str) -> Spot:
    """Name the place where a centre puts things aside, as the ledger does."""
    return Spot(Place.ASIDE, centre_uai)


def subject_of(code: str) -> str:
    """Name a script set aside as the journal does."""
    return f"aside:{code}"
