"""Rules of accounts: one file a subject; what stands here is asked by other areas."""

from massicot.accounts.rules.accounts import (
    PAPER_ROLES,
    SCOPE_LENGTH,
    UAI_ROLES,
    AccountStanding,
    AccountUnknown,
    AlreadyAppointed,
    EmailMalformed,
    LastOfTheOffice,
    LoginTaken,
    NotFromOffice,
    OtherRolesThere,
    RoleWithdrawn,
    ScopeMalformed,
    SecondFactorRequired,
    draw_secret,
    parse_role,
    seal_secret,
    session_digest,
    tidy_email,
    unseal_secret,
)
