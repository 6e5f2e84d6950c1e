"""What is kept at the exam office, in the named world: two batches of two specialties, received out of their parcel."""

from dataclasses import replace

from massicot.batches import queries as batches
from massicot.consignments import services as consignments
from massicot.consignments.rules.returns import ReturnCounts
from massicot.core.actor import Actor
from massicot.exams.queries import Paper
from massicot.shelves import queries, services
from massicot.shelves.rules.boxes import BoxChoice
from massicot.shelves.rules.slips import RoundTicks, SlipState
from tests import going_back
from tests.cast import ODILE, PERRIN
from tests.going_back import CAME
from tests.stages import World, stage

CELLAR = "cave / travée 3 / tablette B"
BY_OFFICE = {"by": ODILE, "at": CAME}
ALL = RoundTicks()
FIRST, SECOND = "X-BTS-2017-CGE-001B", "X-BTS-2017-CGE-002C"


@stage
def received() -> World:
    """Receive both batches at the office, one by one."""
    built = going_back.come_back()
    code = going_back.the_parcel(built).code
    for rank in ("1", "2"):
        consignments.tick_return(code=code, ref=rank, **BY_OFFICE)
    return built


@stage
def boxed() -> World:
    """Put each batch into a box of its own."""
    built = received()
    make(built.paper, fits=max(row.size for row in batches.batches_of(built.paper.pk, PERRIN)))
    return built


@stage
def shelved() -> World:
    """Put the first box on its shelf."""
    built = boxed()
    shelve(built.paper, FIRST)
    return built


def make(paper: Paper, *, fits: int = 500, by: Actor = ODILE, **chosen: object) -> list[str]:
    """Make boxes of what is received, counted as it is; all of it unless something is chosen."""
    waiting = queries.to_box(paper)
    specialties = chosen.get("specialties") or sorted({one.specialty_code for one in waiting})
    choice = BoxChoice(specialties=specialties, but=chosen.get("but", ()), fits=fits)
    there = [one for one in waiting if one.specialty_code in specialties and one.ref not in choice.but]
    envelopes = sum(one.kind == "batch" for one in there)
    counted = ReturnCounts(envelopes, sum(one.there for one in there))
    return services.make_boxes(paper=paper, choice=choice, counted=counted, by=by, at=CAME)


def make_counted(paper: Paper, envelopes: int, scripts: int) -> list[str]:
    """Make boxes of all that is received, on a count made by hand."""
    choice = BoxChoice(specialties=sorted({one.specialty_code for one in queries.to_box(paper)}), fits=500)
    counted = ReturnCounts(envelopes, scripts)
    return services.make_boxes(paper=paper, choice=choice, counted=counted, **BY_OFFICE)


def shelve(paper: Paper, *boxes: str, shelf: str = CELLAR, by: Actor = ODILE) -> tuple[list[str], str]:
    """Put boxes on a shelf."""
    return services.shelve_boxes(paper=paper, boxes=boxes, shelf=shelf, by=by, at=CAME)


def asked() -> tuple[World, str]:
    """Have a script of the box on its shelf fetched in the next round; give its number too."""
    built = shelved()
    number = first_number(built)
    ask(built.paper, number)
    return built, number


def first_number(built: World) -> str:
    """Give the first number in the first batch."""
    return batches.numbers_of(batches.batches_of(built.paper.pk, PERRIN)[0].pk)[0]


def ask(paper: Paper, *numbers: str) -> None:
    """Have scripts fetched in the next round."""
    for number in numbers:
        services.ask_script(paper=paper, number=number, **BY_OFFICE)


def fetch(paper: Paper, ticks: RoundTicks = ALL, holder: str = ODILE.login) -> list[str]:
    """Fetch the scripts that wait, as the page shows them, or those that are ticked."""
    seen = _seen(paper, ticks, SlipState.WAITING)
    return services.fetch_round(paper=paper, holder=holder, ticks=seen, **BY_OFFICE)


def put_back(paper: Paper, ticks: RoundTicks = ALL) -> list[str]:
    """Put scripts back into their boxes."""
    return services.put_back_round(paper=paper, ticks=_seen(paper, ticks, SlipState.OUT), **BY_OFFICE)


def _seen(paper: Paper, ticks: RoundTicks, state: SlipState) -> RoundTicks:
    """Add what the page shows of a list."""
    return replace(ticks, shown=[slip.number for slip in queries.slips_of(paper, state)])
