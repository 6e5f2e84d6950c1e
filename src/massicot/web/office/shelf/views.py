"""The page of the boxes of a paper: what is in none, what lies in each, where each stands."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from massicot.exams.queries import Paper
from massicot.shelves import queries
from massicot.web.office.shelf.shown import COLUMNS, box_rows, specialties_to_box
from massicot.web.shared.acts import Forms
from massicot.web.shared.listing import listing_of


def page_of_shelf(request: HttpRequest, paper: Paper, refused: Forms) -> dict[str, Any]:
    """List the boxes of a paper, after what lies in none yet."""
    # Read before the boxes are: what is put elsewhere from now on is not what this page shows.
    read_at = timezone.now()
    shelf = queries.shelf_of(paper)
    boxes, received = shelf.boxes, shelf.to_box
    ticked = refused["make_form"]["specialties"].value() if "make_form" in refused else ()
    sheets = queries.sheets_in_no_box(paper)
    return {
        "paper": paper,
        "read_at": read_at.isoformat(),
        "to_box": specialties_to_box(paper, received, ticked),
        "away": sum(thing.away for thing in received),
        "sheets": sheets,
        "has_sheets_boxed": any(box.sheets for box in boxes),
        "has_scripts_boxed": any(not box.sheets for box in boxes),
        "boxes": len(boxes),
        "homeless": sum(not box.shelf and not box.is_destroyed for box in boxes),
        "shelves": queries.shelves_known(),
        "listing": listing_of(
            request,
            f"{paper.session.code}-{paper.code}-{gettext('boxes')}",
            COLUMNS,
            boxes,
            display=box_rows,
        ),
    }
