"""The page of the boxes of a paper: what is in none, what lies in each, where each stands."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from massicot.exams.queries import Paper
from massicot.shelves import queries
from massicot.shelves.rules.boxes import BoxKind
from massicot.web.office.shelf.shown import COLUMNS, box_rows, specialties_to_box
from massicot.web.shared.acts import Forms
from massicot.web.shared.listing import listing_of


def page_of_shelf(request: HttpRequest, paper: Paper, refused: Forms) -> dict[str, Any]:
    """List the boxes of a paper, after what lies in none yet."""
    # Read before the boxes are: what is put elsewhere from now on is not what this page shows.
    read_at = timezone.now()
    received = queries.to_box(paper)
    on_no_shelf = queries.count_on_no_shelf(paper)
    ticked = refused["make_form"]["specialties"].value() if "make_form" in refused else ()
    sheets = queries.sheets_in_no_box(paper)
    listing = listing_of(
        request,
        f"{paper.session.code}-{paper.code}-{gettext('boxes')}",
        COLUMNS,
        queries.listed_boxes(paper),
        display=box_rows,
    )
    return {
        "paper": paper,
        "read_at": read_at.isoformat(),
        "to_box": specialties_to_box(paper, received, ticked),
        "away": sum(thing.away for thing in received),
        "sheets": sheets,
        "has_sheets_boxed": BoxKind.SHEETS in on_no_shelf,
        "has_scripts_boxed": BoxKind.SCRIPTS in on_no_shelf,
        "boxes": listing.total,
        "homeless": sum(on_no_shelf.values()),
        "shelves": queries.shelves_known(),
        "listing": listing,
    }
