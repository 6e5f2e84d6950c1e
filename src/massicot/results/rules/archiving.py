"""What keeps a session from being archived, and what is said of one that is archived with work undone.

Who archives a session takes its pages away from its centres and its markers. So it is refused while one of them holds
something that a page asks of them: a parcel on its way, to them or back to the office, an envelope or a withdrawn
script with a marker, a day begun and not closed, marks that may still be typed. And while somebody outside waits for
the office itself: a request to see a script whose month runs, which no home page would tell. Each has its end, and an
act that undoes it. What nobody holds is told, and the office decides: a paper that is still to come, scripts that stay
at a centre, marks that have not left. Names stay until they are destroyed, and the right of access is answered
meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from massicot.core.refused import N_, NN_, Phrase, Refused
from massicot.results.rules.decisions import few


class ParcelsOnTheRoad(Refused):
    sentence = N_(
        "The session {session} has parcels on their way ({codes}): the marking centre receives them, or declares them "
        "lost. Then archive the session."
    )


class ReturnsOnTheRoad(Refused):
    sentence = N_(
        "The session {session} has parcels on their way back to the exam office ({codes}): record their arrival, or "
        "declare them lost. Then archive the session."
    )


class EnvelopesOut(Refused):
    sentence = N_(
        "The session {session} has envelopes with markers ({codes}): the marking centre takes them back. Then archive "
        "the session."
    )


class WithdrawnOut(Refused):
    sentence = N_(
        "The session {session} has withdrawn scripts with markers (batches {codes}): the marking centre takes them "
        "back. Then archive the session."
    )


class DaysUnderWay(Refused):
    sentence = N_(
        "The session {session} has days that are keyed and not closed ({centres}): their centres close them. Then "
        "archive the session."
    )


class TypingUnderWay(Refused):
    sentence = N_(
        "Marks of the session {session} may still be typed ({codes}): wait until they are locked or their mark entry "
        "is closed, or have these batches unmade. Then archive the session."
    )


class RequestsWait(Refused):
    sentence = N_(
        "The session {session} has requests to see a script that wait for their answers, or whose mail has not left "
        "({papers}): answer them, on the page of the requests of the paper, or withdraw those noted by mistake. Then "
        "archive the session."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWork:
    """What somebody holds of a session, by code; and what is left undone in it that nobody holds."""

    parcels: Sequence[str] = ()
    returns: Sequence[str] = ()
    envelopes: Sequence[str] = ()
    withdrawn: Sequence[str] = ()
    days: Sequence[str] = ()
    typing: Sequence[str] = ()
    requests: Sequence[str] = ()
    undone: Sequence[Phrase] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLeft:
    """What is left undone of one paper: nobody holds it, and nobody is reminded of it once its session is archived."""

    paper: str
    is_to_come: bool = False
    entered: int = 0
    not_sent: int = 0
    in_reception: int = 0
    not_sent_back: int = 0
    looked_through: int = 0
    lacking: int = 0
    set_aside: int = 0
    incidents: int = 0
    short: int = 0
    not_locked: int = 0
    has_marks: bool = False
    is_lifted: bool = False
    is_taken_away: bool = False
    changed: int = 0


_TO_COME = NN_(
    "{paper} is still to be written: {n} candidate is entered, whose centre sees it no more.",
    "{paper} is still to be written: {n} candidates are entered, whose centres see it no more.",
)
_NOT_SENT = NN_(
    "{n} parcel of {paper} is packed and not sent.",
    "{n} parcels of {paper} are packed and not sent.",
)
_IN_RECEPTION = NN_(
    "The reception of {n} parcel of {paper} is open: what is ticked in it so far is written, and nobody closes it.",
    "The receptions of {n} parcels of {paper} are open: what is ticked in them so far is written, and nobody closes "
    "them.",
)
_NOT_SENT_BACK = NN_(
    "{n} parcel of {paper} for the exam office is made and not sent: its marking centre sees it no more.",
    "{n} parcels of {paper} for the exam office are made and not sent: their marking centres see them no more.",
)
_LOOKED_THROUGH = NN_(
    "{n} parcel of {paper} that came back to the exam office is not closed.",
    "{n} parcels of {paper} that came back to the exam office are not closed.",
)
_LACKING = NN_(
    "{n} batch or script of {paper} is missing from a parcel that came back.",
    "{n} batches or scripts of {paper} are missing from parcels that came back.",
)
_SET_ASIDE = NN_(
    "{n} script of {paper} is set aside without an end: its centre sees it no more.",
    "{n} scripts of {paper} are set aside without an end: their centres see them no more.",
)
_INCIDENTS = NN_(
    "{n} incident of {paper} in a room has no end.",
    "{n} incidents of {paper} in rooms have no end.",
)
_SHORT = NN_(
    "{n} script of {paper} is missing from its batch, and nothing is decided of it.",
    "{n} scripts of {paper} are missing from their batches, and nothing is decided of them.",
)
_NOT_LOCKED = NN_(
    "{n} batch of {paper} is not locked: its marks go nowhere.",
    "{n} batches of {paper} are not locked: their marks go nowhere.",
)
_NOT_LIFTED = N_("The anonymity of {paper} is not lifted: its marks have not left.")
_NOT_TAKEN = N_("The marks of {paper} were never taken away.")
_CHANGED = NN_(
    "{n} mark of {paper} was changed since its marks were taken away.",
    "{n} marks of {paper} were changed since its marks were taken away.",
)


def check_open(session: str, work: OpenWork) -> None:
    """Refuse to archive a session while somebody holds something of it, saying who ends it and how."""
    if work.parcels:
        raise ParcelsOnTheRoad(session=session, codes=few(work.parcels))
    if work.returns:
        raise ReturnsOnTheRoad(session=session, codes=few(work.returns))
    if work.envelopes:
        raise EnvelopesOut(session=session, codes=few(work.envelopes))
    if work.withdrawn:
        raise WithdrawnOut(session=session, codes=few(work.withdrawn))
    if work.days:
        raise DaysUnderWay(session=session, centres=few(work.days))
    if work.typing:
        raise TypingUnderWay(session=session, codes=few(work.typing))
    if work.requests:
        raise RequestsWait(session=session, papers=few(work.requests))


def undone_of(left: PaperLeft) -> list[Phrase]:
    """Tell what is left undone of a paper."""
    counted = (
        (_TO_COME, left.entered if left.is_to_come else 0),
        (_NOT_SENT, left.not_sent),
        (_IN_RECEPTION, left.in_reception),
        (_NOT_SENT_BACK, left.not_sent_back),
        (_LOOKED_THROUGH, left.looked_through),
        (_LACKING, left.lacking),
        (_SET_ASIDE, left.set_aside),
        (_INCIDENTS, left.incidents),
        (_SHORT, left.short),
        (_NOT_LOCKED, left.not_locked),
        (_CHANGED, left.changed if left.is_taken_away else 0),
    )
    undone = [Phrase(*words, n=n, values={"paper": left.paper}) for words, n in counted if n]
    if left.has_marks and not left.is_lifted:
        undone.append(Phrase(_NOT_LIFTED, values={"paper": left.paper}))
    if left.is_lifted and not left.is_taken_away:
        undone.append(Phrase(_NOT_TAKEN, values={"paper": left.paper}))
    return undone
