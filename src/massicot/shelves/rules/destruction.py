"""Destruction of the scripts of a paper, once they were kept long enough: a list, two signatures, a certificate.

A public archive is destroyed with the written consent of the archives alone (code du patrimoine, R.212-14). So the list
is made first, and sent to them: the boxes of the paper, each with its batches and how many scripts of each are to be
destroyed, and the numbers that are left out. Whoever signs first types the reference of the consent and its day; a
second person of the office signs, and with that the scripts of the list are destroyed. Until then it is withdrawn by
one press, and another one is made; one list of a paper is open at a time.

What is left out stays in its box, in order of number, and nothing says why: a sample, or a script that somebody asks
about. The sample is drawn by a seed, which is printed, under the key of the house: whoever has the seed alone cannot
draw it again, and set the sample apart from the rest. All lists of a paper are drawn by one seed, and none with a
smaller share than the one before, or the difference of two of them would tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from massicot.audit.rules import Fact
from massicot.consignments.rules.returns import ContentKind
from massicot.core import codes
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text
from massicot.core.wall import check_names_nobody

MOST_SHARE = 50
"""Percent of the scripts that a sample may be: beyond, the paper is kept rather than destroyed."""

CONSENT_LENGTH = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class SparedNumbers:
    """What a list leaves out: the seed and share that drew it, how many somebody asks about, the numbers in order."""

    seed: str
    share: int
    inquiries: int
    numbers: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDestroy:
    """Of one batch or loose script in a box: how many scripts of it are destroyed, how many stay."""

    box: str
    kind: ContentKind
    ref: str
    specialty_code: str
    count: int
    stay: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The written consent of the archives: its reference, and its day."""

    reference: str
    given_on: date


class ListOpen(Refused):
    sentence = N_("The list {code} of this paper is open: sign it, or withdraw it to make another one.")


class ListUnknown(Refused):
    sentence = N_("There is no such list for this paper: open its page again.")


class ListMoved(Refused):
    sentence = N_("The list {code} is not where this page showed it: it was signed or withdrawn. Look at it again.")


class NothingToDestroy(Refused):
    sentence = N_(
        "No script of {paper} that lies in a box would be destroyed: each is left out. What came back and lies in no "
        "box is put into boxes first."
    )


class ConsentMissing(Refused):
    sentence = N_(
        "Type the reference of the written consent of the archives: without it nothing is destroyed (code du "
        "patrimoine, R.212-14)."
    )


class ConsentTooLong(Refused):
    sentence = N_("The reference of the consent has {most} signs at most: shorten it.")


class ConsentTomorrow(Refused):
    sentence = N_("The consent is dated {day}, which is to come: read its date again.")


class ConsentBeforeList(Refused):
    sentence = N_(
        "The consent is dated {day}, before the list was made, on {made}: the archives consent to a list that they "
        "have read. Read its date again."
    )


class SameSigner(Refused):
    sentence = N_("{login} signed the list {code} already: another person of the office must sign it.")


class BoxesChanged(Refused):
    sentence = N_(
        "What lies in the boxes is not what the list {code} says any more ({refs}): withdraw it, and make another one."
    )


class WithdrawalReasonMissing(Refused):
    sentence = N_("Say why the list {code} is withdrawn: the reason stands in the journal.")


class BoxKeepsSample(Refused):
    sentence = N_(
        "Scripts of the box {code} were destroyed ({certificate}), and what lies in it still was left out: it stays in "
        "this box, which is moved whole."
    )


class BoxDestroyed(Refused):
    sentence = N_(
        "All that lay in the box {code} was destroyed ({certificate}): nothing is moved, put in or taken out."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionListed(Fact):
    """A list of scripts to be destroyed was made; which numbers it leaves out stands on it."""

    journal_word = N_("list of scripts to be destroyed made")
    code: str
    boxes: int
    scripts: int
    left_out: int
    seed: str
    share: int


@dataclass(frozen=True, slots=True)
class DestructionSigned(Fact):
    journal_word = N_("destruction signed, to be signed by a second person")
    code: str
    consent: str
    consent_on: date


@dataclass(frozen=True, slots=True)
class DestructionWithdrawn(Fact):
    """A list was withdrawn before a second person signed: nothing was destroyed."""

    journal_word = N_("list of what is to be destroyed withdrawn")
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptsDestroyed(Fact):
    """A second person signed: the scripts of a list are destroyed."""

    journal_word = N_("scripts destroyed")
    code: str
    boxes: int
    scripts: int
    left_out: int
    signed_first_by: str


def list_prefix(paper: str) -> str:
    """Write what the codes of the lists of a paper (SESSION-PAPER) begin with; number and letter follow."""
    return f"E-{paper}-"


def list_code(paper: str, rank: int) -> str:
    """Write the code of a list, and of the certificate that it becomes: its paper, its number, its check letter."""
    return f"{list_prefix(paper)}{rank:02d}{codes.check_letter(rank)}"


def check_consent(consent: Consent, listed_on: date, today: date) -> str:
    """Tidy the reference of the consent; refuse one that is empty, too long, or of an impossible day."""
    reference = " ".join(visible_text(consent.reference).split())
    if not reference:
        raise ConsentMissing
    if len(reference) > CONSENT_LENGTH:
        raise ConsentTooLong(most=CONSENT_LENGTH)
    check_names_nobody(reference)
    if consent.given_on > today:
        raise ConsentTomorrow(day=f"{consent.given_on:%d/%m/%Y}")
    if consent.given_on < listed_on:
        raise ConsentBeforeList(day=f"{consent.given_on:%d/%m/%Y}", made=f"{listed_on:%d/%m/%Y}")
    return reference


def check_second_signer(code: str, first: str, second: str) -> None:
    """Refuse that one person signs twice."""
    if first == second:
        raise SameSigner(login=second, code=code)


def check_withdrawal(code: str, reason: str) -> str:
    """Tidy the reason of a withdrawal; refuse none, and one that names a candidate."""
    tidy = " ".join(visible_text(reason).split())
    if not tidy:
        raise WithdrawalReasonMissing(code=code)
    check_names_nobody(tidy)
    return tidy


def check_as_listed(code: str, listed: Sequence[ToDestroy], contents: Sequence[ToDestroy]) -> None:
    """Refuse to destroy where boxes hold something else than the list says; raise BoxesChanged."""
    if changed := sorted({line.ref for line in set(listed) ^ set(contents)}):
        raise BoxesChanged(code=code, refs=", ".join(changed[:3]) + ("…" if changed[3:] else ""))


def check_is_whole(box: str, certificate: str) -> None:
    """Refuse to take apart a box of which scripts were destroyed: what is left of it was left out, and stays there."""
    if certificate:
        raise BoxKeepsSample(code=box, certificate=certificate)


def check_holds_something(box: str, destroyed_by: str) -> None:
    """Refuse to move, fill or open a box of which nothing is left."""
    if destroyed_by:
        raise BoxDestroyed(code=box, certificate=destroyed_by)
