"""On whom an access of the exam office rests: when two accounts are two persons.

Whoever opens the account of a colleague, has a link drawn for it – on a letter printed or sent – or takes its second
factor away could come in as them. Such an access rests on that person, and on whoever theirs rested on at that moment,
until somebody of the office who is not among them has seen its holder and confirms it, or whoever runs the server
does. Two accounts count as two persons – to lift the anonymity of a paper or of one script – only where nobody stands
behind both. What a person proposed is judged by the moment at which they did: a confirmation says who they are now.

The first role alone opens an account: another one given to somebody known gives nobody a way in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused


@dataclass(frozen=True, slots=True)
class RoleGiven(Fact):
    journal_word = N_("role given")
    email: str
    role: str
    scope: str


@dataclass(frozen=True, slots=True)
class LinkDrawn(Fact):
    """A one-time link was drawn for a person, to be sent or printed; the one before is void."""

    journal_word = N_("link drawn: letter printed or sent")
    email: str
    is_on_paper: bool = False


@dataclass(frozen=True, slots=True)
class PasswordChosen(Fact):
    journal_word = N_("password chosen with the link")
    email: str


@dataclass(frozen=True, slots=True)
class SecondFactorReset(Fact):
    journal_word = N_("second factor taken away")
    email: str
    reason: str


@dataclass(frozen=True, slots=True)
class AccessConfirmed(Fact):
    """Somebody who had no hand in an access saw its holder, and says that it is theirs."""

    journal_word = N_("access confirmed, its holder seen in person")
    email: str


WAYS_IN = frozenset({LinkDrawn.__name__, SecondFactorReset.__name__})
"""Acts after which whoever did them could come in as the person, however well the person was known before."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One act on an account, as the journal keeps it."""

    act: str
    by: str
    at: datetime


class RestOnOne(Refused):
    sentence = N_(
        "{first} and {second} do not count as two persons: one of the two accesses rests on {who}. Somebody of the "
        "office who has no part in it confirms it on the page of that person, or whoever runs the server does "
        "(massicot account confirm)."
    )


class NothingToConfirm(Refused):
    sentence = N_(
        "Nothing of {email} is to be confirmed: this access rests on nobody else, or does not open the office."
    )


class NotInYet(Refused):
    sentence = N_(
        "{email} has not come in with the last link, or has no second factor yet: let them sign in beside you first, "
        "then confirm."
    )


class ConfirmerNotApart(Refused):
    sentence = N_(
        "You do not confirm the access of {email}: it rests on {who}, and so does yours. Somebody else of the office "
        "confirms it, or whoever runs the server does (massicot account confirm)."
    )


def ways_in(login: str, deeds: Sequence[Deed]) -> list[Deed]:
    """List by which acts, oldest first, somebody else could have come in as a person since the last confirmation."""
    opened = next((deed for deed in deeds if deed.act == RoleGiven.__name__), None)
    ways: list[Deed] = []
    for deed in deeds:
        if deed.act == AccessConfirmed.__name__:
            ways = []
        elif (deed is opened or deed.act in WAYS_IN) and deed.by != login and is_person(deed.by):
            ways.append(deed)
    return ways


def is_person(login: str) -> bool:
    """Say whether who acted is somebody with an account; whoever runs the server, or the program, has no e-mail."""
    return "@" in login


def link_letter(email: str, by: str) -> tuple[str, str]:
    """Tell a person of the office that a link was drawn for one of them: the subject and the body, in French."""
    return f"Lien d'accès établi pour {email}", (
        f"Bonjour,\n\n{by} a établi un lien d'accès au compte de {email}, du bureau des examens : une lettre a été "
        "imprimée ou envoyée. Quiconque détient ce lien peut choisir le mot de passe de ce compte.\n\n"
        "Tant qu'une autre personne du bureau ne l'a pas confirmé, ces deux-là ne lèvent pas ensemble l'anonymat.\n\n"
        f"{_ALARM}"
    )


def use_letter(email: str) -> tuple[str, str]:
    """Tell a person of the office that the link of one of them was used: the subject and the body, in French."""
    return f"Lien d'accès de {email} utilisé", (
        f"Bonjour,\n\nLe lien d'accès au compte de {email}, du bureau des examens, a servi : un mot de passe a été "
        f"choisi et toutes les sessions de ce compte sont fermées.\n\n{_ALARM}"
    )


def factor_letter(email: str, by: str, reason: str) -> tuple[str, str]:
    """Tell a person of the office that one of them lost their second factor: the subject and the body, in French."""
    return f"Second facteur de {email} retiré", (
        f"Bonjour,\n\n{by} a retiré le second facteur de {email}, du bureau des examens.\nMotif : {reason}\n\n{_ALARM}"
    )


_ALARM = "Si cela vous étonne, demandez-le à l'intéressé, de vive voix, et prévenez le chef du bureau.\n"
