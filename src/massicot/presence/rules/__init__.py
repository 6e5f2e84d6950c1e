"""Who came: what the list that people sign says, kept for each half-day, meetings included.

The heads of marking centres send the signed lists of the markers to the exam office as fast as possible (the notice,
"RAPPEL IMPORTANT"): by them it is known who has done what they are paid for. A list is keyed by exceptions, as the
register of an exam room is: the signatures are counted first, those who did not sign are said absent, and one act says
of all the others that they were present. A half-day of which nobody keyed anything is *not known*, and nobody is absent
on it.

Somebody stands once on the list of a half-day, whatever they are called for on it. Whoever comes without being called
signs like everybody else. Nobody is present in two places on one half-day, unless they left the first one.
"""

from enum import StrEnum


class Presence(StrEnum):
    """What the register says of one person; nothing is kept of whom it does not speak."""

    UNKNOWN = "unknown"
    PRESENT = "present"
    ABSENT = "absent"


class LineSource(StrEnum):
    """How a line came into a register: by hand, by the code of a letter, or with all the others."""

    KEYED = "keyed"
    SCANNED = "scanned"
    OTHERS = "others"
