"""The keys of a session file, table by table: whatever else stands there is a slip."""

SESSION_KEYS = {
    "code",
    "title",
    "authority",
    "office",
    "office_telephone",
    "office_address",
    "signatory",
    "reserve_percent",
    "year",
    "time_zone",
    "exam_centres",
    "entry_from",
}
PAPER_KEYS = {
    "code",
    "title",
    "starts_at",
    "ends_at",
    "despatch_hours",
    "marking_opens_on",
    "marking_closes_on",
    "marking_starts",
    "marking_ends",
    "agreement_at",
    "board_at",
    "entry_opens_at",
    "entry_closes_at",
    "site_code",
    "scale",
    "control_totals",
    "batch_size",
    "batch_ceiling",
    "routes",
}
ROUTE_KEYS = {
    "steering_academies",
    "kind",
    "copy_model",
    "destination_uai",
    "destination_name",
    "attention",
    "effective_at",
    "reference",
}
SCALE_KEYS = {"lowest", "highest", "step", "digits"}
