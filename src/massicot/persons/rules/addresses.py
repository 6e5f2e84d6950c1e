"""Addresses of persons, each a login where there is an account; doubles: one human under two identifiers.

Two persons with one address have no account until one address is put right: nobody could tell which of them comes in.
Both addresses are written to, and neither letter says more than whoever may read the wrong box should know.

Doubles: one human under two identifiers, as two institutions list them, or after a change of employer. Both would be
called, counted and paid. Whoever bears a name or an address that somebody else bears is told beside it; that they are
one human is said by the office alone, who knows which identifier stays. The other one is set aside as its double: kept
with all that was done under it, and proposed for nothing. What it has in hand moves by hand first: its account, and the
lists to come.
"""

from dataclasses import dataclass

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused

ABOUT_CALLS = ("convocation:", "convocation-")
"""How the occasions of the letters begin that call somebody, remind them or tell them of the end of it."""


class AddressStandsAlready(Refused):
    sentence = N_("{email} is the address of {identifier} already: there is nothing to change.")


class AddressNotAsked(Refused):
    sentence = N_("{identifier} asks for no such address any more: reload the page.")


class AddressMissing(Refused):
    sentence = N_("{identifier} has no address: type it on this page first, then give access.")


class AddressShared(Refused):
    sentence = N_(
        "{email} is the address of {persons} too: two persons cannot sign in with one. Put the address of one of them "
        "right on their page, then come back here."
    )


class AccountThere(Refused):
    sentence = N_(
        "{email} signs in already: if it is {identifier}, say on this page that the account is theirs; if not, put the "
        "address right first."
    )


class AccountOfAnother(Refused):
    sentence = N_("{email} is the account of {identifier} already: one account is one person. See their page first.")


class AccountTiedAlready(Refused):
    sentence = N_("{identifier} has an account already: reload the page.")


class NoAccountTied(Refused):
    sentence = N_("{identifier} has no account: reload the page.")


@dataclass(frozen=True, slots=True)
class AddressMoved(Fact):
    """The address of a person was changed, and their account moved with it where there is one."""

    journal_word = N_("address of a person changed")
    identifier: str
    before: str
    after: str
    has_account: bool


@dataclass(frozen=True, slots=True)
class AddressAsked(Fact):
    journal_word = N_("another address asked for by a person")
    identifier: str
    email: str


@dataclass(frozen=True, slots=True)
class AskedAddressTakenBack(Fact):
    journal_word = N_("another address no longer asked for")
    identifier: str
    email: str


@dataclass(frozen=True, slots=True)
class AskedAddressRefused(Fact):
    """The office left the address of a person as it is, and told them why."""

    journal_word = N_("another address refused to a person")
    identifier: str
    email: str
    reason: str


@dataclass(frozen=True, slots=True)
class AccountTied(Fact):
    journal_word = N_("account said to be a person’s")
    identifier: str
    email: str


@dataclass(frozen=True, slots=True)
class AccountUntied(Fact):
    journal_word = N_("account untied from a person")
    identifier: str
    email: str
    reason: str


def left_letter(*, has_account: bool) -> tuple[str, str]:
    """Write to the address before: the subject and the body, in French."""
    access = (
        "L'accès à Massicot qui s'ouvrait avec cette adresse s'ouvre avec la nouvelle ; toutes ses sessions sont "
        "fermées.\n\n"
    )
    return "Votre adresse a changé", (
        "Bonjour,\n\n"
        "Le bureau des examens écrit désormais à une autre adresse que celle-ci.\n\n"
        f"{access if has_account else ''}"
        "Si ce changement vous surprend, appelez aussitôt le bureau des examens.\n"
    )


def new_letter(email: str, *, has_account: bool) -> tuple[str, str]:
    """Write to the address after: the subject and the body, in French."""
    access = (
        f"Votre identifiant de connexion est maintenant : {email}\n"
        "Le mot de passe et le second facteur ne changent pas. Si vous n'aviez pas encore choisi de mot de passe, le "
        "lien reçu avant ne sert plus : demandez-en un autre au bureau des examens.\n\n"
    )
    return "Votre nouvelle adresse", (
        "Bonjour,\n\n"
        "Le bureau des examens vous écrit désormais à cette adresse.\n\n"
        f"{access if has_account else ''}"
        "Si ce message ne vous concerne pas, prévenez le bureau des examens.\n"
    )


def kept_letter(email: str, reason: str) -> tuple[str, str]:
    """Write to whoever asked for another address that theirs stays: the subject and the body, in French."""
    return "Votre adresse reste la même", (
        "Bonjour,\n\n"
        f"Vous avez demandé que le bureau des examens vous écrive à l'adresse {email}. Il continue de vous écrire à "
        f"celle-ci.\n\nMotif : {reason}\n\n"
        "Si vous n'avez rien demandé, ou pour toute question, appelez le bureau des examens.\n"
    )


class OwnDouble(Refused):
    sentence = N_("{identifier} is the person of this page: type the other identifier, the one that stays.")


class KeptIsAside(Refused):
    sentence = N_("{identifier} is set aside ({reason}): bring them back first, or type the identifier that stays.")


class DoubleHasAccount(Refused):
    sentence = N_(
        "{identifier} signs in with {email}: untie the account on this page first, then say that it is a double. On "
        "the page of {kept}, change the address to {email} and say that the account is theirs."
    )


class DoubleOnLists(Refused):
    sentence = N_(
        "{identifier} is still on the lists of: {missions}. Take them off there, or cancel their convocation, and put "
        "{kept} on the list; then come back here."
    )


@dataclass(frozen=True, slots=True)
class DoubleFound(Fact):
    """A person turned out to be another one: set aside as their double."""

    journal_word = N_("person set aside as a double of another")
    identifier: str
    kept: str
    reason: str
