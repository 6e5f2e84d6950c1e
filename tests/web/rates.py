"""The pages of rates and of towns and what is asked for there, as the tests of access and of visits name them."""

RATE_PAGES = ("rates", "rate_table", "towns", "institution_towns")
RATE_LINES = ("confirm_rate", "take_back_rate")
"""Each names a rate that is there."""
RATE_ACTS = (
    *RATE_LINES,
    "enter_rate",
    "take_over_rate",
    "confirm_towns_of_institutions",
    "name_town_of_institution",
    "import_first_towns",
)

OF_RATES = {
    **{f"office:{name}": {"table": "pay"} for name in ("rate_table", "enter_rate", "take_over_rate")},
    **{f"office:{name}": {"table": "pay", "rate_id": 0} for name in RATE_LINES},
    "office:name_town_of_institution": {"uai": "9900001W"},
}
