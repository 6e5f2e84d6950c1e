"""Rules of persons: one file a subject; what stands here is asked by other areas."""

from massicot.persons.rules.persons import (
    ACCOUNT_ADDRESS_DIFFERS,
    IDENTIFIER_LENGTH,
    NAME_DIFFERS,
    NAME_LENGTH,
    SET_ASIDE,
    SKILL_LENGTH,
    TELEPHONE_LENGTH,
    EmployerKind,
    NameInUse,
    PersonUnknown,
    UnavailabilityKind,
    school_year_start,
    situation_on,
)
