"""Reads of absences."""

from massicot.absences.queries.absences import (
    Absence,
    AbsentHalf,
    absence_by_id,
    absences_by_ids,
    absences_of,
    absences_of_staff,
    count_handed_in,
    count_to_confirm,
    deduction_document,
    deduction_of,
    documents_of,
    file_of,
    halves_ever,
    halves_of,
    has_document_since,
    hold_absence,
    ids_of_people_called,
    listed_absences,
    subject_of,
)
from massicot.absences.queries.away import (
    away_at,
    away_rows,
    found_absent,
    halves_away,
    halves_away_from,
    halves_exempted,
    open_absences,
    said_by_centre,
)
