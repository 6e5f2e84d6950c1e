"""Scripts that were kept long enough, in the named world: boxed, the marks taken away, a year later; and their list."""

from datetime import UTC, date, datetime

from django.utils import timezone

from massicot.anonymity import queries as numbers
from massicot.anonymity import services as anonymity
from massicot.candidates import queries as candidates
from massicot.core import draws
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.results import services as results
from massicot.results.models import Dispute
from massicot.results.rules.access import Asker
from massicot.results.rules.exports import ExportKind
from massicot.scripts import queries as scripts
from massicot.scripts.queries import StripDestruction
from massicot.scripts.rules import StripsCertified
from massicot.shelves import queries
from massicot.shelves import services as shelves
from massicot.shelves.queries import DestructionList
from massicot.shelves.rules.destruction import Consent
from tests import later_world, shelving
from tests.cast import CEDRES, CLAIRE, KEY, ODILE, OMAR, TYPING, candidate_number
from tests.stages import World, stage

LAST = datetime(2018, 6, 1, 20, tzinfo=UTC)
"""The evening of the last day on which scripts are shown: the paper was lifted a year before."""
DUE = datetime(2018, 6, 2, 8, tzinfo=UTC)
LISTED, SIGNED, DESTROYED = (DUE.replace(hour=hour) for hour in (9, 10, 11))
CONSENT = Consent(reference="AD13-2018-0042", given_on=date(2018, 6, 2))
CODE = "E-BTS-2017-CGE-01B"


@stage
def due() -> World:
    """Lift the paper and take its marks away, with both batches in boxes, the first on its shelf."""
    built = shelving.shelved()
    later_world.lift(built)
    results.export_table(paper=built.paper, kind=ExportKind.MARKS, key=KEY, by=ODILE, at=TYPING)
    built.paper = exams.paper_by_code("BTS-2017", "CGE")
    return built


@stage
def listed() -> World:
    """Make the list, with a quarter left out."""
    built = due()
    make_list(built)
    return built


@stage
def signed() -> World:
    """Sign it first."""
    built = listed()
    sign(built)
    return built


@stage
def destroyed() -> World:
    """Sign it as the second person."""
    built = signed()
    destroy(built)
    return built


def make_list(built: World, *, share: int = 25, by: Actor = ODILE, at: datetime = LISTED) -> DestructionList:
    """Make a list of the paper."""
    draw = draws.from_system()
    return results.list_destruction(paper=built.paper, share=share, key=KEY, draw=draw, by=by, at=at)


def sign(
    built: World, code: str = CODE, *, consent: Consent = CONSENT, by: Actor = ODILE, at: datetime = SIGNED
) -> DestructionList:
    """Sign a list first."""
    return results.sign_destruction(paper=built.paper, code=code, consent=consent, key=KEY, by=by, at=at)


def consent_of_today() -> Consent:
    """Give a consent that came today."""
    return Consent(reference="AD13-2018-0042", given_on=timezone.localdate())


def destroy(built: World, code: str = CODE, *, by: Actor = OMAR, at: datetime = DESTROYED) -> DestructionList:
    """Sign a list as the second person."""
    return results.destroy_scripts(paper=built.paper, code=code, key=KEY, by=by, at=at)


def withdraw(built: World, code: str = CODE, *, reason: str = "Refaite", by: Actor = OMAR) -> DestructionList:
    """Withdraw a list."""
    return shelves.withdraw_destruction(paper=built.paper, code=code, reason=reason, by=by, at=SIGNED)


def boxed(built: World) -> list[str]:
    """List the numbers that lie in the boxes of the paper now, ascending."""
    return sorted(number for thing in queries.boxed_scripts(built.paper) for number in thing.numbers)


def number_of_rank(built: World, rank: int) -> str:
    """Tell the number of the candidate of a rank, which only the key does."""
    return later_world.truth(built)[candidate_number(rank)]


def dispute(built: World, rank: int, *, by: Actor = OMAR, at: datetime = LISTED, **fields: object) -> Dispute:
    """Open a dispute about the candidate of a rank."""
    row = next(one for one in candidates.entry_rows(built.paper) if one.candidate_number == candidate_number(rank))
    typed = {
        "candidate_number": row.candidate_number,
        "born_on": row.born_on,
        "asked_by": Asker.LAWYER,
        "received_on": date(2018, 5, 30),
        "reason": "Recours devant le tribunal",
        **fields,
    }
    return results.open_dispute(paper=built.paper, **typed, by=by, at=at)


def certified_strips(built: World, uai: str = CEDRES) -> list[StripDestruction]:
    """List what an exam centre certified of its header strips."""
    return scripts.strip_destructions(built.paper.pk, uai)


def certify(built: World, uai: str = CEDRES, *, by: Actor = CLAIRE, at: datetime = DESTROYED, **said: object) -> int:
    """Sign that the header strips of an exam centre are destroyed, all that are to be unless something else is said."""
    count = numbers.strips_due(built.paper, uai)
    certified = StripsCertified(**{"count": count, "signed_by": "Mme Roux", **said})
    return anonymity.certify_strips(paper=built.paper, centre_uai=uai, certified=certified, by=by, at=at)
