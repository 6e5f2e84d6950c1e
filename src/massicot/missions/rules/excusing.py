"""“I cannot come”: said by whoever is called, answered by the exam office.

Only the rector exempts (charte nationale des examens of 15 January 2007; the notice, "ABSENCE"): saying so excuses
nobody. The letter holds until the office takes the person off the mission; no medical detail is asked for.
"""

from dataclasses import dataclass

from massicot.core.refused import N_, Refused

WORDS_LENGTH = 300


class CannotComeWordsMissing(Refused):
    """Somebody who cannot come and does not say when."""

    sentence = N_("Say which days you cannot come.")


class CannotComeSaidAlready(Refused):
    """The same said twice."""

    sentence = N_("You have said it already: the exam office answers you. Call it if it is urgent.")


@dataclass(frozen=True, slots=True)
class CannotComeSaid:
    """Somebody said that they cannot come; the words stay with the letter, and out of the journal."""

    code: str
