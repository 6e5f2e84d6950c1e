"""Scripts that nobody knows what to do with yet: set aside with a slip, and followed to their end.

At a reception or in an envelope a script turns up that does not belong there, whose label cannot be read, that bears no
number, or whose number is there twice. It is put in a place that is written down, under a slip with a code of its own,
and stays on the lists of the marking centre and of the exam office until one of a closed list of things has become of
it. What has its end keeps it: if the script comes back, it is set aside anew, and the new slip names the old one. An
end that concerns an exam centre, whose parcel it is or to which the script goes back, is told to that centre, which
acknowledges it. So is what is sent on to another marking centre of the paper: where it never comes, that centre says
so, and whoever sent it looks for it until it came after all or has a new slip.

Nothing here says who wrote a script: a set-aside has a number or none, a place, and the code of a parcel or a batch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text
from massicot.core.wall import check_names_nobody


class Oddity(StrEnum):
    """Why a script is set aside."""

    FOREIGN = "foreign"
    UNREADABLE = "unreadable"
    NUMBERLESS = "numberless"
    DOUBLED = "doubled"


class SlipEnd(StrEnum):
    """What became of it."""

    OPEN = "open"
    PARCEL = "parcel"
    BATCH = "batch"
    RETURNED = "returned"
    FORWARDED = "forwarded"
    SPARE = "spare"
    DESTROYED = "destroyed"
    MISTAKE = "mistake"


ENDS: Mapping[Oddity, Sequence[SlipEnd]] = {
    Oddity.FOREIGN: (SlipEnd.PARCEL, SlipEnd.BATCH, SlipEnd.RETURNED, SlipEnd.FORWARDED, SlipEnd.MISTAKE),
    Oddity.UNREADABLE: (SlipEnd.PARCEL, SlipEnd.BATCH, SlipEnd.SPARE, SlipEnd.RETURNED, SlipEnd.MISTAKE),
    Oddity.NUMBERLESS: (
        SlipEnd.SPARE,
        SlipEnd.PARCEL,
        SlipEnd.RETURNED,
        SlipEnd.FORWARDED,
        SlipEnd.DESTROYED,
        SlipEnd.MISTAKE,
    ),
    Oddity.DOUBLED: (SlipEnd.DESTROYED, SlipEnd.RETURNED, SlipEnd.MISTAKE),
}
"""What may become of each kind of script, the likeliest first."""

NUMBERED = (Oddity.FOREIGN, Oddity.DOUBLED)
"""What is known by its number; of the others it may be learnt at the end."""


class SetAsideUnknown(Refused):
    sentence = N_("No script is set aside under {code}: read the code again from the slip.")


class NumberWanted(Refused):
    sentence = N_(
        "Scan or type the number of a script that is foreign or there twice: it is looked for by it. One of another "
        "examination bears none: set it aside “without a number”."
    )


class NumberUnwanted(Refused):
    sentence = N_("{number} is a number: say that the script is foreign or there twice, or leave the number empty.")


class PlaceUnsaid(Refused):
    sentence = N_("Say where the script lies: a shelf, a folder, a safe.")


class EarlierStillOpen(Refused):
    sentence = N_("{code} has no end yet: write down there where the script lies now, and open no second slip.")


class SetAsideEnded(Refused):
    sentence = N_("{code} has its end already: if the script has come back, set it aside anew and name {code}.")


class EndUnfit(Refused):
    sentence = N_("This cannot become of such a script: choose another end.")


class ReferenceWanted(Refused):
    sentence = N_("Say which one: the code of the parcel or of the batch, the UAI, the number, or the second person.")


class NotTickedThere(Refused):
    sentence = N_(
        "{number} is not ticked in {parcel}: receive it there first, on the page of its reception, then say so here."
    )


class NotInThatBatch(Refused):
    sentence = N_("{number} is not on the mark sheet of {batch}: look it up with “where is it”, then say so here.")


class OfAnotherPaper(Refused):
    sentence = N_("{ref} is of another paper, or there is none such: read it again.")


class FoundInUnknown(Refused):
    sentence = N_(
        "{ref} is no parcel of this paper and no batch of this centre: read its code again, or leave it empty and say "
        "in the remark where the script lay."
    )


class AlreadySetAside(Refused):
    sentence = N_(
        "{number} lies under {code} already: if there are two scripts of this number, say that it is there twice."
    )


class NumberUnlearnt(Refused):
    sentence = N_("Say which number the script turned out to have: it is looked for by it in {ref}.")


class EndCentreUnknown(Refused):
    sentence = N_(
        "No institution known here has the UAI {uai}: read it again, seven digits and a letter. Where the centre is "
        "not in the program, the exam office imports it."
    )


class SentToItself(Refused):
    sentence = N_(
        "{uai} is your own centre. If the script is marked here, say to which parcel or batch it belongs; if not, give "
        "the UAI of the centre that marks it."
    )


class NotWrittenThere(Refused):
    sentence = N_(
        "No script of this paper was numbered at {uai}: give the UAI of the exam centre that it goes back to."
    )


class NumberElsewhere(Refused):
    sentence = N_(
        "The ledger has the script of {number} elsewhere: read the label again, or stick another label of the reserve. "
        "If it is this very script, receive it with its parcel, and say that it belongs to that parcel or to its batch."
    )


class SpareUsedAlready(Refused):
    sentence = N_("{number} was given to the script of {code} already: read the label again.")


class NothingToAcknowledge(Refused):
    sentence = N_("There is nothing to acknowledge of {code}: your centre has done it already, or it is another’s.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddment:
    """What is seen of a script as it is set aside: why, its number if it has one, what it lay in, where it is put.

    `follows` is the slip that it had before, if it comes back.
    """

    oddity: Oddity
    place: str
    number: str = ""
    found_in: str = ""
    remark: str = ""
    follows: str = ""


@dataclass(frozen=True, slots=True)
class SlipOutcome:
    """What became of a script: which end, of what, which number it is known by since, and why."""

    ending: SlipEnd
    ref: str
    reason: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class ScriptSetAside(Fact):
    journal_word = N_("script set aside under a slip")
    code: str
    oddity: str
    number: str
    found_in: str
    follows: str


@dataclass(frozen=True, slots=True)
class SetAsidePlaced(Fact):
    journal_word = N_("script set aside put elsewhere")
    code: str


@dataclass(frozen=True, slots=True)
class SetAsideSettled(Fact):
    journal_word = N_("end of a script set aside")
    code: str
    ending: str
    ref: str
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class SetAsideAcknowledged(Fact):
    """The centre that the end of a slip concerns has taken note of it, or has what was sent on to it."""

    journal_word = N_("end of a script set aside acknowledged by its centre")
    code: str
    centre: str


@dataclass(frozen=True, slots=True)
class SetAsideNeverCame(Fact):
    """A script that was sent on to a marking centre never came there."""

    journal_word = N_("script sent on that never came")
    code: str
    centre: str


def code_of(paper: str, sequence: int) -> str:
    """Write the code of a slip: paper of a session, and its number. BTS-2017-CGE and 3 make A-BTS-2017-CGE-0003."""
    return f"A-{paper}-{sequence:04d}"


def check_oddment(oddment: Oddment) -> None:
    """Refuse a script set aside without what it is found by again."""
    if not visible_text(oddment.place):
        raise PlaceUnsaid
    if oddment.oddity in NUMBERED and not oddment.number:
        raise NumberWanted
    if oddment.oddity is Oddity.NUMBERLESS and oddment.number:
        raise NumberUnwanted(number=oddment.number)
    check_names_nobody(oddment.place, oddment.remark, oddment.found_in, oddment.follows)


def check_outcome(oddity: Oddity, outcome: SlipOutcome) -> None:
    """Refuse an end that does not fit, or does not say of what."""
    if outcome.ending not in ENDS[oddity]:
        raise EndUnfit
    if outcome.ending is not SlipEnd.MISTAKE and not visible_text(outcome.ref):
        raise ReferenceWanted
    check_names_nobody(outcome.ref, outcome.reason)
