"""Doubles: one human under two identifiers, as two institutions list them, or after a change of employer.

Both would be called, counted and paid. Whoever bears a name or an address that somebody else bears is told beside it;
that they are one human is said by the office alone, who knows which identifier stays. The other one is set aside as its
double: kept with all that was done under it, and proposed for nothing. What it has in hand moves by hand first: its
account, and the lists to come.
"""

from dataclasses import dataclass

from massicot.core.refused import N_, Refused


class OwnDouble(Refused):
    """A person who would be the double of themselves."""

    sentence = N_("{identifier} is the person of this page: type the other identifier, the one that stays.")


class KeptIsAside(Refused):
    """A double of somebody who is set aside."""

    sentence = N_("{identifier} is set aside ({reason}): bring them back first, or type the identifier that stays.")


class DoubleHasAccount(Refused):
    """A double under which somebody signs in."""

    sentence = N_(
        "{identifier} signs in with {email}: untie the account on this page first, then say that it is a double. On "
        "the page of {kept}, change the address to {email} and say that the account is theirs."
    )


class DoubleOnLists(Refused):
    """A double who is still on lists to come."""

    sentence = N_(
        "{identifier} is still on the lists of: {missions}. Take them off there, or cancel their convocation, and put "
        "{kept} on the list; then come back here."
    )


@dataclass(frozen=True, slots=True)
class DoubleFound:
    """A person turned out to be another one: set aside as their double."""

    identifier: str
    kept: str
    reason: str
