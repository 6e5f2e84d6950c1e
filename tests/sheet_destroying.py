"""Mark sheets that were kept long enough, in the named world: the scripts due as well, both sheets in a third box."""

from datetime import datetime

from massicot.core.actor import Actor
from massicot.exams.models import Session
from massicot.results import services
from massicot.shelves.queries import DestructionList
from massicot.shelves.rules.destruction import Consent
from tests import destroying, sheet_boxing, shelving
from tests.cast import ODILE, OMAR
from tests.destroying import CODE, CONSENT, DESTROYED, LISTED, SIGNED
from tests.stages import World, stage

BOX = "X-BTS-2017-CGE-003D"


@stage
def due() -> World:
    """Put both sheets into a box on its shelf, beside scripts that are due."""
    built = destroying.due()
    for rank in ("1", "2"):
        sheet_boxing.receive(built.paper, rank)
    sheet_boxing.box(built.paper)
    shelving.shelve(built.paper, BOX)
    return built


@stage
def signed() -> World:
    """List the sheets, and sign the list first."""
    built = due()
    make_list(built)
    sign(built)
    return built


@stage
def destroyed() -> World:
    """Sign the list as the second person."""
    built = signed()
    destroy(built)
    return built


def make_list(built: World, *, by: Actor = ODILE, at: datetime = LISTED) -> DestructionList:
    """Make the list of the sheets."""
    return services.list_sheet_destruction(paper=built.paper, by=by, at=at)


def sign(
    built: World, code: str = CODE, *, consent: Consent = CONSENT, by: Actor = ODILE, at: datetime = SIGNED
) -> DestructionList:
    """Sign it first."""
    return services.sign_sheet_destruction(paper=built.paper, code=code, consent=consent, by=by, at=at)


def destroy(built: World, code: str = CODE, *, by: Actor = OMAR, at: datetime = DESTROYED) -> DestructionList:
    """Sign it as the second person."""
    return services.destroy_sheets(paper=built.paper, code=code, by=by, at=at)


def keep_sheets(built: World, months: int) -> None:
    """Say for how many months sheets are kept."""
    Session.objects.filter(pk=built.paper.session_id).update(sheets_kept_months=months)
    built.paper.session.sheets_kept_months = months
