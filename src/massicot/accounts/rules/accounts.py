"""Accounts: a person signs in with an e-mail, in one or more roles, each over a scope; one-time links.

The scope of a centre or a school is its UAI; that of a marker is a session's code; that of an inspector is a session's
code, or one of its papers: BTS-2017/CGE; the office and the finance service see the whole installation. Nobody holds
roles on both sides of the identity wall for one paper: a lycée that is exam centre and marking centre names two persons
(design.md §3). That rule needs the papers and is checked in `exams`, from the sides told here.

A second factor is a code of six figures that a telephone computes from a secret (RFC 6238), with ten recovery codes on
paper beside it. The exam office, which sees names and numbers, signs in with one or not at all; everybody else is
offered it. Who lost theirs asks a colleague of the office, who takes it away with a reason: never the person alone.
What it is computed from is kept sealed, under a key drawn from the secret of the installation.

One-time links: the code that a letter bears, typed or read by a telephone, with which a password is chosen. The code is
the whole secret, in the address as on paper. A code at rest is its digest alone.
"""

import base64
import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core import codes, draws, keys
from massicot.core.actor import Role
from massicot.core.keys import Key
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text

EMAIL_LENGTH = 254
SESSION_DIGEST = 40
SECRET_BYTES = 20
"""The length of a second factor's secret: 160 bits, as RFC 4226 recommends."""

_SEALING = "second-factor"

_UAI = re.compile(r"[0-9]{7}[A-Z]")
_SESSION = re.compile(r"[A-Z0-9-]{1,20}")
_SESSION_OR_PAPER = re.compile(r"[A-Z0-9-]{1,20}(/[A-Z0-9-]{1,10})?")
SCOPE_LENGTH = 31
"""Signs of the longest scope: a session, a bar, one of its papers."""

UAI_ROLES = frozenset({Role.EXAM_CENTRE, Role.MARKING_CENTRE, Role.SCHOOL})
SESSION_ROLES = frozenset({Role.MARKER})
PAPER_ROLES = frozenset({Role.INSPECTOR})
SCOPED_ROLES = UAI_ROLES | SESSION_ROLES | PAPER_ROLES
MOVABLE_ROLES = frozenset({Role.MARKER, Role.SCHOOL})
"""The roles whose account may be moved to another address: in no other is one login held against another, as the two
persons of a lifting or of a room report are."""


class AccountStanding(StrEnum):
    """How far a person has come in signing in; `lapsed`: never came, and no link is good any more."""

    LAPSED = "lapsed"
    INVITED = "invited"
    IN = "in"
    CLOSED = "closed"


class EmailMalformed(Refused):
    sentence = N_("“{email}” is not an e-mail address: type it as name@domain.")


class AccountUnknown(Refused):
    sentence = N_("{email} has no account: create it with “massicot account create”.")


class NotFromOffice(Refused):
    sentence = N_("{login} has no role in the exam office: sign in as somebody of the office.")


class RoleUnknown(Refused):
    sentence = N_("“{role}” is not a role: choose one of {roles}.")


class ScopeMissing(Refused):
    sentence = N_("The role {role} needs a scope: give the UAI of the institution or the code of the session.")


class ScopeMalformed(Refused):
    sentence = N_("“{scope}” is not a UAI: seven digits and a letter.")


class SessionCodeMalformed(Refused):
    sentence = N_("“{scope}” is not the code of a session: type it as it stands on its papers.")


class PaperScopeMalformed(Refused):
    sentence = N_("“{scope}” is neither the code of a session nor one of its papers: BTS-2017, or BTS-2017/CGE.")


class ScopeNeedless(Refused):
    sentence = N_("The role {role} covers the whole installation: leave the scope out.")


class AlreadyAppointed(Refused):
    sentence = N_("{email} already has the role {role} over {scope}: nothing to do.")


class RoleNotHeld(Refused):
    sentence = N_("{email} does not have the role {role} over {scope}: nothing to withdraw.")


class LastOfTheOffice(Refused):
    sentence = N_("{email} is the last person of the exam office: appoint somebody else to it first.")


class AccountReasonMissing(Refused):
    sentence = N_("Give the reason: it goes into the journal.")


class SecondFactorThere(Refused):
    sentence = N_("{email} has a second factor already: take it away before giving another.")


class SecondFactorAbsent(Refused):
    sentence = N_("{email} has no second factor: add one first.")


class SecondFactorRequired(Refused):
    sentence = N_(
        "The exam office signs in with a second factor: it is not taken away. When the telephone is lost or replaced, "
        "ask a colleague of the office, who takes it away with a reason, then add the new one."
    )


class OwnSecondFactor(Refused):
    sentence = N_("Nobody takes away their own second factor: ask a colleague of the exam office.")


class SessionClosed(Refused):
    sentence = N_("This session is closed already: reload the list.")


class LoginTaken(Refused):
    sentence = N_("{email} signs in already: look at that access first, and give this person an address of their own.")


class OtherRolesThere(Refused):
    sentence = N_(
        "{email} is also {roles} here, and what was signed there bears that address: appoint the new address to that "
        "role and withdraw it from the old one, on the page of that access, then change the address here."
    )


@dataclass(frozen=True, slots=True)
class RoleWithdrawn(Fact):
    journal_word = N_("role withdrawn")
    email: str
    role: str
    scope: str
    reason: str


def tidy_email(email: str) -> str:
    """Normalise a login: no spaces around, lower case; raise EmailMalformed."""
    tidy = email.strip().lower()
    if len(tidy) > EMAIL_LENGTH or not codes.is_email(tidy):
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
    if role in SCOPED_ROLES and not scope:
        raise ScopeMissing(role=role)
    if role in UAI_ROLES and not _UAI.fullmatch(scope):
        raise ScopeMalformed(scope=scope)
    if role in SESSION_ROLES and not _SESSION.fullmatch(scope):
        raise SessionCodeMalformed(scope=scope)
    if role in PAPER_ROLES and not _SESSION_OR_PAPER.fullmatch(scope):
        raise PaperScopeMalformed(scope=scope)
    if role not in SCOPED_ROLES and scope:
        raise ScopeNeedless(role=role)


def session_digest(key: str) -> str:
    """Compute under what a browser session is kept: nobody who reads a table, a file or a log can come in with it.

    The key is drawn and long, so that a plain digest is enough; cut to what the columns hold, 160 bits.
    """
    return hashlib.sha256(key.encode()).hexdigest()[:SESSION_DIGEST]


def check_may_move(email: str, roles: Iterable[Role]) -> None:
    """Refuse that an account moves whose login counts as a person in one of its roles; raise OtherRolesThere."""
    others = [role for role in dict.fromkeys(roles) if role not in MOVABLE_ROLES]
    if others:
        raise OtherRolesThere(email=email, roles=", ".join(others))


def check_reason(reason: str) -> None:
    """Refuse an empty reason."""
    if not visible_text(reason):
        raise AccountReasonMissing


def draw_secret() -> str:
    """Draw what a second factor is computed from, as telephones read it (base32)."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def seal_secret(web_secret: str, text: str) -> str:
    """Seal a second factor's secret, or the seed of recovery codes, for the table."""
    sealed = keys.seal(_sealing_key(web_secret), text.encode(), _SEALING)
    return base64.b64encode(sealed).decode()


def unseal_secret(web_secret: str, sealed: str) -> str:
    """Open a sealed secret; raise SealBroken when the secret of the installation is another one."""
    return keys.unseal(_sealing_key(web_secret), base64.b64decode(sealed), _SEALING).decode()


def reset_letter(reason: str) -> tuple[str, str]:
    """Write to somebody whose second factor was taken away: the subject and the body, in French."""
    return "Votre second facteur a été retiré", (
        "Bonjour,\n\n"
        "Le bureau des examens a retiré le second facteur de votre compte Massicot, et fermé toutes vos sessions.\n"
        f"Motif : {reason}\n\n"
        "Connectez-vous avec votre mot de passe, puis ajoutez un nouveau second facteur depuis « Mon compte ».\n\n"
        "Si vous n'avez rien demandé, prévenez aussitôt le bureau des examens.\n"
    )


def _sealing_key(web_secret: str) -> bytes:
    return Key(web_secret.encode()).sub_key(_SEALING)


LASTS = timedelta(days=7)
POSTED_LASTS = timedelta(days=30)
"""A letter on paper lies for days in a post room, and its reader is away in the holidays."""

CODE_LENGTH, GROUP = 16, 4
"""16 signs of 31 are 79 random bits, typed from paper in four groups: no guess at the door reaches them in 30 days."""


_CONVOCATION = re.compile(r"M-?[A-Z0-9]{5}-?[A-Z0-9]{5}(-[0-9]{1,3})?")


class LinkCodeMalformed(Refused):
    sentence = N_("The code of a letter has {length} letters and digits, and neither 0, O, 1, I nor L: read it again.")


class CodeOfConvocation(Refused):
    sentence = N_(
        "{code} is the code of a convocation, which opens no access. Your convocation is read by the link in its mail; "
        "an access comes by another letter, with a code of {length} letters and digits: ask the exam office for one."
    )


class LinkCodeUnknown(Refused):
    sentence = N_(
        "This code opens nothing. Compare each sign with the letter; if you have several letters, the last one counts. "
        "A code that was used or is too old no longer works: ask the exam office for a new one."
    )


class LinkSpent(Refused):
    sentence = N_("This link is no longer good: ask the exam office for a new one.")


def draw_code() -> str:
    """Draw the code of a one-time link, in groups that people type from paper."""
    return spell_code(codes.draw_clear(draws.from_system(), CODE_LENGTH))


def spell_code(code: str) -> str:
    """Write a code as the letter does, however it was typed."""
    signs = codes.tidy_code(code)
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))


def lasts(*, is_on_paper: bool) -> timedelta:
    """Say how long a one-time link is good."""
    return POSTED_LASTS if is_on_paper else LASTS


def check_code(typed: str) -> None:
    """Refuse what is no code of a letter, before anything is looked up."""
    signs = codes.tidy_code(typed)
    if _CONVOCATION.fullmatch(typed.strip().upper()):
        raise CodeOfConvocation(code=typed.strip().upper(), length=CODE_LENGTH)
    if len(signs) != CODE_LENGTH or not set(signs) <= set(codes.CLEAR_ALPHABET):
        raise LinkCodeMalformed(length=CODE_LENGTH)


def digest_of(code: str) -> str:
    """Compute what is kept of a one-time link, typed in any case and groups: nobody who reads the table can use it."""
    return hashlib.sha256(codes.tidy_code(code).encode()).hexdigest()
