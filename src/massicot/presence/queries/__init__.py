"""Reads of presence: one file a subject; what stands here is asked by other areas."""

from massicot.presence.queries.registers import (
    DaySheet,
    HalfDaySheet,
    SheetRow,
    day_sheet,
    day_sheets,
    is_place_of,
    sent_at,
    subject_of,
)
