"""The addresses of disputes and of the destruction of scripts, and what stands in each."""

from tests.cast import CEDRES

_PAPER = {"session": "BTS-2017", "paper": "CGE"}

DESTROYING = (
    *("list_destruction", "sign_destruction", "destroy_scripts", "withdraw_destruction"),
    *("note_strips_not_found", "ask_strips_again"),
)
DESTROYING_SHEETS = ("list_sheet_destruction", "sign_sheet_destruction", "destroy_sheets", "withdraw_sheet_destruction")

OF_DESTRUCTION = {
    **{f"office:{name}": _PAPER for name in ("disputes", "open_dispute", "destruction", "sheet_destruction")},
    **{f"office:{name}": _PAPER for name in (*DESTROYING, *DESTROYING_SHEETS)},
    **{f"office:{name}": _PAPER | {"dispute_id": 0} for name in ("dispute", "end_dispute", "reopen_dispute")},
    "office:strip_certificate": _PAPER | {"uai": CEDRES, "destruction_id": 0},
    "office:destruction_sheet": _PAPER | {"code": "E-BTS-2017-CGE-01B"},
}
