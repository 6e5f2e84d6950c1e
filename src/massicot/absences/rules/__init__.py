"""Rules of absences: one file a subject; what stands here is asked by other areas."""

from massicot.absences.rules.absences import (
    NAME_LENGTH,
    REFERENCE_LENGTH,
    WORDS_LENGTH,
    AbsenceKind,
    AbsenceState,
    VisitResult,
    Who,
)
