"""Who a person is: entered by hand or by a table, and the name corrected by the office with a reason.

An identifier never changes: papers bear it. A name that a table writes otherwise is another person's, or has changed
(marriage, a slip at the first import): the office says which, seeing what stands now (decision 0018).
"""

from dataclasses import dataclass

from massicot.core.refused import N_, Refused


class IdentifierTaken(Refused):
    """A person entered under the identifier of somebody."""

    sentence = N_(
        "{identifier} is {name} already: open their page and put them into the pool, or read the identifier again."
    )


class PersonMeanwhile(Refused):
    """Something of a person changed by somebody who saw what no longer stands."""

    sentence = N_("{identifier} was changed meanwhile: read what stands now, then change what is still to be changed.")


class NameStandsAlready(Refused):
    """A name corrected into itself."""

    sentence = N_("{identifier} bears this name already: there is nothing to correct.")


class PersonReasonMissing(Refused):
    """An act on a person that asks for a reason, without one."""

    sentence = N_("Give the reason: it goes into the journal.")


class PersonAside(Refused):
    """A person set aside once more, or called while they are."""

    sentence = N_("{identifier} is set aside ({reason}): bring them back first.")


class PersonNotAside(Refused):
    """A person brought back who was not set aside."""

    sentence = N_("{identifier} is not set aside: there is nothing to bring back.")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as letters write it."""

    civility: str
    surname: str
    first_name: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.civility, self.first_name, self.surname)))


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person as somebody types them in."""

    identifier: str
    name: PersonName
    email: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class SituationDraft:
    """Where a person teaches, who employs them and where they live, as somebody types it."""

    institution_uai: str = ""
    employer: str = ""
    employer_kind: str = ""
    is_state_agent: bool | None = None
    home_town: str = ""
    home_insee_code: str = ""


def checked_reason(reason: str) -> str:
    """Give a reason without the spaces around it; raise PersonReasonMissing."""
    tidy = reason.strip()
    if not tidy:
        raise PersonReasonMissing
    return tidy


@dataclass(frozen=True, slots=True)
class PersonEntered:
    """A person was entered by hand."""

    identifier: str


@dataclass(frozen=True, slots=True)
class NameCorrected:
    """The name of a person was corrected."""

    identifier: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class TelephoneChanged:
    """The telephone of a person was changed."""

    identifier: str


@dataclass(frozen=True, slots=True)
class PersonPutAside:
    """A person was set aside: nobody proposes them."""

    identifier: str
    reason: str


@dataclass(frozen=True, slots=True)
class PersonBroughtBack:
    """A person who was set aside may be proposed again."""

    identifier: str
