"""An account asked for from the page of a letter: another mail brings the link, and one mail however often it is asked.

The page of the mail shows one letter, to whoever holds that mail; an account shows all that a person is called to. Its
link goes to the address of the person and nowhere else: neither the page, nor the letter, nor the copy of the head of
institution ever shows it.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from massicot.core.refused import N_, Refused

ASKED_AGAIN_AFTER = timedelta(hours=1)
"""How long whoever asks again is told to look into their mail: a mail may take minutes, and a new link voids the one
before."""


class AccessAnswer(StrEnum):
    """What comes of asking for an account."""

    WRITTEN = "written"
    ON_ITS_WAY = "on-its-way"
    SIGNS_IN = "signs-in"


class AccountByOffice(Refused):
    """An account that cannot be opened from the page of a letter: why is for the office to know."""

    sentence = N_(
        "No account can be opened for you from here: call the exam office, which will see to it. You can acknowledge "
        "this convocation all the same."
    )


@dataclass(frozen=True, slots=True)
class AccountAsked:
    """Somebody asked for an account from the page of their letter, and a mail with its link was written."""

    code: str
