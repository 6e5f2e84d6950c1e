"""Accounts: a person signs in with an e-mail, in one or more roles, each over a scope.

The scope of a centre or a school is its UAI; that of a marker or an inspector is a session's code; the office and the
finance service see the whole installation. Nobody holds roles on both sides of the identity wall for one paper: a
lycée that is exam centre and marking centre names two persons (design.md §3). That rule needs the papers and is
checked in `exams`, from the sides told here.
"""

import hashlib
import re
from datetime import timedelta

from massicot.core.actor import Role
from massicot.core.refused import N_, Refused

LINK_LASTS = timedelta(days=7)
EMAIL_LENGTH = 254

_UAI = re.compile(r"[0-9]{7}[A-Z]")
_SESSION = re.compile(r"[A-Z0-9-]{1,20}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
UAI_ROLES = frozenset({Role.EXAM_CENTRE, Role.MARKING_CENTRE, Role.SCHOOL})
SESSION_ROLES = frozenset({Role.MARKER, Role.INSPECTOR})


class EmailMalformed(Refused):
    """A login that is no e-mail address."""

    sentence = N_("“{email}” is not an e-mail address: type it as name@domain.")


class AccountUnknown(Refused):
    """A login that has no account."""

    sentence = N_("{email} has no account: create it with “massicot account create”.")


class RoleUnknown(Refused):
    """A role that the program does not have."""

    sentence = N_("“{role}” is not a role: choose one of {roles}.")


class ScopeMissing(Refused):
    """A role of a centre or a session without saying which."""

    sentence = N_("The role {role} needs a scope: give the UAI of the institution or the code of the session.")


class ScopeMalformed(Refused):
    """A UAI of the wrong shape."""

    sentence = N_("“{scope}” is not a UAI: seven digits and a letter.")


class SessionCodeMalformed(Refused):
    """A session's code of a shape that no session has."""

    sentence = N_("“{scope}” is not the code of a session: type it as it stands on its papers.")


class ScopeNeedless(Refused):
    """A scope for a role that has none."""

    sentence = N_("The role {role} covers the whole installation: leave the scope out.")


class AlreadyAppointed(Refused):
    """The same role over the same scope, twice."""

    sentence = N_("{email} already has the role {role} over {scope}: nothing to do.")


class LinkSpent(Refused):
    """A one-time link used before, too old, or never given."""

    sentence = N_("This link is no longer good: ask the exam office for a new one.")


def tidy_email(email: str) -> str:
    """Normalise a login: no spaces around, lower case; raise EmailMalformed."""
    tidy = email.strip().lower()
    if len(tidy) > EMAIL_LENGTH or not _EMAIL.fullmatch(tidy):
        raise EmailMalformed(email=email)
    return tidy


def parse_role(text: str) -> Role:
    """Read a role; raise RoleUnknown naming those there are."""
    try:
        return Role(text)
    except ValueError:
        raise RoleUnknown(role=text, roles=", ".join(Role)) from None


def check_scope(role: Role, scope: str) -> None:
    """Refuse a scope that does not fit its role."""
    if role in UAI_ROLES | SESSION_ROLES and not scope:
        raise ScopeMissing(role=role)
    if role in UAI_ROLES and not _UAI.fullmatch(scope):
        raise ScopeMalformed(scope=scope)
    if role in SESSION_ROLES and not _SESSION.fullmatch(scope):
        raise SessionCodeMalformed(scope=scope)
    if role not in UAI_ROLES | SESSION_ROLES and scope:
        raise ScopeNeedless(role=role)


def link_digest(token: str) -> str:
    """Compute what is kept of a one-time link: nobody who reads the table can use it."""
    return hashlib.sha256(token.encode()).hexdigest()
