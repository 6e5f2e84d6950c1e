"""What every page about one paper in one centre shows of it."""

from datetime import datetime
from typing import Any

from massicot.web.examcentre.board import CentreBoard
from massicot.web.examcentre.wording import became, heading_of


def shown_board(board: CentreBoard, now: datetime) -> dict[str, Any]:
    """Give the board, its heading, its clock while something has still to leave, and what became of each parcel."""
    is_running = board.has_begun(now) and bool(board.cells) and not board.is_despatched
    return {
        "board": board,
        "heading": heading_of(board),
        "address": board.where.address("paper"),
        "clock": board.clock(now) if is_running else None,
        "parcels": [(made, became(board, made)) for made in board.parcels],
    }
