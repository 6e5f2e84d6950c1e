"""Mark sheets at the exam office, in the named world: both sheets received, and put into a box."""

from massicot.core import draws
from massicot.core.actor import Actor
from massicot.exams.queries import Paper
from massicot.marks import services as marks
from massicot.shelves import services
from massicot.shelves.rules.sheet_boxes import SheetChoice
from tests import shelving
from tests.cast import MARC, MARKING, ODILE
from tests.going_back import CAME
from tests.shelving import BY_OFFICE
from tests.stages import World, stage

PORTAL = "http://127.0.0.1:8000/saisie/"


@stage
def sheets_here() -> World:
    """Receive the mark sheets of both batches, whose scripts are received as well."""
    built = shelving.received()
    for rank in ("1", "2"):
        receive(built.paper, rank)
    return built


@stage
def sheets_boxed() -> World:
    """Put both sheets into one box."""
    built = sheets_here()
    box(built.paper)
    return built


def receive(paper: Paper, code: str) -> object:
    """Receive one mark sheet."""
    return services.receive_sheet(paper=paper, code=code, **BY_OFFICE)


def box(paper: Paper, *, counted: int = 2, into: str = "", by: Actor = ODILE, **chosen: object) -> tuple:
    """Put sheets into a box, both unless something is chosen."""
    choice = SheetChoice(**{"first": 1, "last": 2, "counted": counted} | chosen)
    return services.box_sheets(paper=paper, choice=choice, box=into, by=by, at=CAME)


def take_out(paper: Paper, code: str) -> object:
    """Take one sheet out of its box."""
    return services.take_sheet_out_of_box(paper=paper, code=code, reason="Ailleurs", **BY_OFFICE)


def take_back(paper: Paper, code: str) -> object:
    """Take the receipt of one sheet back."""
    return services.take_back_sheet(paper=paper, code=code, reason="Autre bordereau", **BY_OFFICE)


def print_again(code: str) -> object:
    """Print the sheet of a batch once more, which voids the one before; give what it prints."""
    printed = {"batch_code": code, "portal_address": PORTAL, "by": MARC, "at": MARKING}
    return marks.print_sheet(**printed, draw=draws.from_seed(2, code))[1]
