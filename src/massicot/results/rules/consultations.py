"""What becomes of a request to see a script: one table, from which state, by which step, to which.

A candidate, the legal representative of a minor, a lawyer with a mandate or a court asks; the exam office notes on
which day the request came, looks who it is, then shows the script on the spot, gives a copy on paper at its price,
sends one by mail, or refuses and says why and before whom that is contested. It costs nothing to look, and a copy no
more than its sheets. Nothing is sent or decided by a day that passes; but a month of silence is held to be a refusal,
and from then on whoever asked has two months to go before the commission of access to administrative documents. The
request can still be answered afterwards.

The file is kept on the candidate's side: it never holds the number of a script, its batch or its box.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core import codes
from massicot.core.refused import N_, Phrase, Refused
from massicot.core.spelling import visible_text
from massicot.custody.rules import PLACES, Place
from massicot.results.rules.access import ASKERS, Asker, months_after


class ConsultationState(StrEnum):
    """How far a request is."""

    ASKED = "asked"
    CHECKED = "checked"
    SHOWN = "shown"
    COPIED = "copied"
    SENT = "sent"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ConsultationStep(StrEnum):
    """What is noted of a request."""

    ASK = "ask"
    CHECK = "check"
    SHOW = "show"
    COPY = "copy"
    SEND = "send"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    TAKE_BACK = "take-back"


class AskerProof(StrEnum):
    """What was seen of whoever asks."""

    IDENTITY_CARD = "identity-card"
    PASSPORT = "passport"
    RESIDENCE_PERMIT = "residence-permit"
    COPY_SENT = "copy-sent"
    FAMILY_RECORD = "family-record"
    MANDATE = "mandate"
    COURT_ORDER = "court-order"


PROOFS: dict[str, str] = {
    AskerProof.IDENTITY_CARD: N_("an identity card"),
    AskerProof.PASSPORT: N_("a passport"),
    AskerProof.RESIDENCE_PERMIT: N_("a residence permit"),
    AskerProof.COPY_SENT: N_("a copy of an identity that was sent, looked at and destroyed"),
    AskerProof.FAMILY_RECORD: N_("an identity, and a record of the family"),
    AskerProof.MANDATE: N_("a mandate for this candidate"),
    AskerProof.COURT_ORDER: N_("the letter of a court"),
}
"""How what was seen is called where people read."""

_IDENTITIES = (AskerProof.IDENTITY_CARD, AskerProof.PASSPORT, AskerProof.RESIDENCE_PERMIT, AskerProof.COPY_SENT)
PROOFS_OF: dict[str, Sequence[AskerProof]] = {
    Asker.CANDIDATE: _IDENTITIES,
    Asker.REPRESENTATIVE: (AskerProof.FAMILY_RECORD,),
    Asker.LAWYER: (AskerProof.MANDATE,),
    Asker.COURT: (AskerProof.COURT_ORDER,),
}
"""What may prove who asks."""

STATES: dict[str, str] = {
    ConsultationState.ASKED: N_("asked for: look who asks"),
    ConsultationState.CHECKED: N_("who asks is checked: to be answered"),
    ConsultationState.SHOWN: N_("shown on the spot"),
    ConsultationState.COPIED: N_("copied on paper"),
    ConsultationState.SENT: N_("sent to whoever asked"),
    ConsultationState.REFUSED: N_("refused, with its reason"),
    ConsultationState.WITHDRAWN: N_("withdrawn by whoever asked, or noted by mistake"),
}
"""How far a request is, where people read."""

STEPS: dict[str, str] = {
    ConsultationStep.ASK: N_("asked for"),
    ConsultationStep.CHECK: N_("who asks was checked"),
    ConsultationStep.SHOW: N_("shown on the spot"),
    ConsultationStep.COPY: N_("copied on paper"),
    ConsultationStep.SEND: N_("sent to whoever asked"),
    ConsultationStep.REFUSE: N_("refused, with its reason"),
    ConsultationStep.WITHDRAW: N_("withdrawn by whoever asked, or noted by mistake"),
    ConsultationStep.TAKE_BACK: N_("last step taken back"),
}
"""What was noted of a request, where people read."""

_ASKED, _CHECKED, _SHOWN = ConsultationState.ASKED, ConsultationState.CHECKED, ConsultationState.SHOWN
_COPIED, _SENT = ConsultationState.COPIED, ConsultationState.SENT
_REFUSED, _WITHDRAWN = ConsultationState.REFUSED, ConsultationState.WITHDRAWN

ENDED = (_SHOWN, _COPIED, _SENT, _REFUSED, _WITHDRAWN)
"""What has its answer."""

SEEN = (ConsultationStep.SHOW, ConsultationStep.COPY, ConsultationStep.SEND)
"""What gives a script to read."""

NOTHING_SEEN = (ConsultationStep.REFUSE, ConsultationStep.WITHDRAW)
"""What ends a request without that."""


@dataclass(frozen=True, slots=True)
class ConsultationPassage:
    """One row of the table; without `to` the request is again what it was before its last step."""

    step: ConsultationStep
    sources: Sequence[ConsultationState]
    to: ConsultationState | None


LIFE: Sequence[ConsultationPassage] = (
    ConsultationPassage(ConsultationStep.ASK, (), _ASKED),
    ConsultationPassage(ConsultationStep.CHECK, (_ASKED,), _CHECKED),
    ConsultationPassage(ConsultationStep.SHOW, (_CHECKED,), _SHOWN),
    ConsultationPassage(ConsultationStep.COPY, (_CHECKED, _SHOWN), _COPIED),
    ConsultationPassage(ConsultationStep.SEND, (_CHECKED, _SHOWN), _SENT),
    ConsultationPassage(ConsultationStep.REFUSE, (_ASKED, _CHECKED), _REFUSED),
    ConsultationPassage(ConsultationStep.WITHDRAW, (_ASKED, _CHECKED), _WITHDRAWN),
    ConsultationPassage(ConsultationStep.TAKE_BACK, (_CHECKED, *ENDED), None),
)


class ConsultationUnknown(Refused):
    sentence = N_("There is no such request for this paper: look for it in the list of requests.")


class ConsultationMoved(Refused):
    sentence = N_("This request is not where this page showed it: look at it again, then do what it asks for now.")


class NotRefused(Refused):
    sentence = N_("This request is not refused: there is no letter to print. Open it again, and see where it is.")


class ConsultationOpen(Refused):
    sentence = N_("{candidate} has a request for {paper} already, which waits for its answer: open it, in the list.")


class AskerNotFound(Refused):
    sentence = N_(
        "Nobody who is entered for {paper} has this number and this date of birth: read both again, on the convocation "
        "or the statement. Whoever has the same name has another number; whoever never entered has no script here."
    )


class ReceivedTomorrow(Refused):
    sentence = N_("The request is dated {day}, which is to come: read its date again.")


class ReceivedBeforeThePaper(Refused):
    sentence = N_("The request is dated {day}, before {paper} was written: read its date again.")


class ProofDoesNotFit(Refused):
    sentence = N_("This does not prove who asks here: choose what was seen of {asker}.")


class NothingWasWritten(Refused):
    sentence = N_("{candidate} was absent: there is no script to show. Refuse the request, and say so.")


class ScriptIsMissing(Refused):
    sentence = N_(
        "The script of {candidate} is missing: there is none to show. Look where it was last, under “Find the script”; "
        "if it does not come back, refuse the request, and say so."
    )


class ScriptElsewhere(Refused):
    sentence = N_(
        "The script of {candidate} is not at the exam office, by what is written ({place}): nobody is shown it here. "
        "If it has come back, record its arrival, under “Scripts that come back”, then note that it was shown; a copy "
        "of it may be given or sent before."
    )


class CandidateOfAge(Refused):
    sentence = N_("{candidate} is of age since {day}: they ask themselves, or whoever asks for them shows a mandate.")


class StepReasonMissing(Refused):
    sentence = N_("Say why: it stays in the file of the request.")


class FileNamesScript(Refused):
    sentence = N_(
        "The file of a candidate holds no number of a script ({number}): say what happened, not of which script."
    )


@dataclass(frozen=True, slots=True)
class ConsultationAsked(Fact):
    """Somebody asked to see the script of a candidate; its number is not told."""

    journal_word = N_("script asked for on the right of access")
    candidate_number: str
    asked_by: str
    received_on: date


@dataclass(frozen=True, slots=True)
class ConsultationTaken(Fact):
    """A request went a step on; neither the number of the script nor who stood beside is told."""

    journal_word = N_("request to see a script followed")
    candidate_number: str
    step: str
    reason: str


def check_asked(paper: str, received_on: date, written_on: date, today: date) -> None:
    """Refuse a request of an impossible day."""
    if received_on > today:
        raise ReceivedTomorrow(day=f"{received_on:%d/%m/%Y}")
    if received_on < written_on:
        raise ReceivedBeforeThePaper(day=f"{received_on:%d/%m/%Y}", paper=paper)


def check_minor(asked_by: str, candidate: str, born_on: date, today: date) -> None:
    """Refuse the representative of somebody who is no minor any more; raise CandidateOfAge."""
    of_age_on = months_after(born_on, MAJORITY_MONTHS)
    if asked_by == Asker.REPRESENTATIVE and of_age_on <= today:
        raise CandidateOfAge(candidate=candidate, day=f"{of_age_on:%d/%m/%Y}")


def check_proof(asked_by: str, proof: AskerProof) -> None:
    """Refuse what does not prove who asks; raise ProofDoesNotFit."""
    if proof not in PROOFS_OF[asked_by]:
        raise ProofDoesNotFit(asker=ASKERS[asked_by])


def check_words(words: str) -> str:
    """Tidy what is typed into a file; refuse the number of a script in it."""
    tidy = " ".join(visible_text(words).split())
    if number := codes.number_within(tidy):
        raise FileNamesScript(number=number)
    return tidy


AT_HAND = frozenset({Place.OFFICE, Place.SHELF})
"""Where a script is that the office can show, on its shelf or out of its box."""


def check_at_hand(candidate: str, step: ConsultationStep, place: Place) -> None:
    """Refuse to give a script that nobody has, or to show one that is not here; raise ScriptIsMissing, ScriptElsewhere.

    A copy may be made wherever the script is.
    """
    if place is Place.MISSING:
        raise ScriptIsMissing(candidate=candidate)
    if step is ConsultationStep.SHOW and place not in AT_HAND:
        raise ScriptElsewhere(candidate=candidate, place=Phrase(PLACES[place]))


def check_step(step: ConsultationStep, state: ConsultationState) -> None:
    """Refuse a step that the table does not know; raise ConsultationMoved."""
    if not any(row.step is step and state in row.sources for row in LIFE):
        raise ConsultationMoved


def steps_for(state: str) -> list[ConsultationStep]:
    """List what may be noted of a request, in the order of the table."""
    return [row.step for row in LIFE if state in row.sources]


def state_after(steps: Iterable[str]) -> ConsultationState:
    """Say where a request is by its steps: one that is taken back counts no more, nor does its taking back."""
    states: list[ConsultationState] = []
    for step in steps:
        to = next(row.to for row in LIFE if row.step == step)
        if to is None:
            states.pop()
        else:
            states.append(to)
    return states[-1]


def table() -> list[str]:
    """Write the table as docs/consultations.md prints it."""
    return ["| act | from | to |", "|---|---|---|"] + [
        f"| `{row.step}` | {_words(row.sources) or 'the beginning'} | {_words(filter(None, [row.to])) or _BEFORE} |"
        for row in LIFE
    ]


_BEFORE = "what it was before its last step"


def _words(states: Iterable[ConsultationState]) -> str:
    return ", ".join(f"`{state}`" for state in states)


SILENCE_MONTHS, APPEAL_MONTHS = 1, 2
MAJORITY_MONTHS = 18 * 12


class SilenceClock(StrEnum):
    """What a request without an answer is held to be."""

    RUNNING = "running"
    SILENT = "silent"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Until when a request is to be answered, and until when its silence can be contested."""

    answer_by: date
    appeal_by: date

    def clock(self, today: date) -> SilenceClock:
        """Say what it is held to be on a day; the month and the two months are over once their last day is."""
        if today <= self.answer_by:
            return SilenceClock.RUNNING
        return SilenceClock.SILENT if today <= self.appeal_by else SilenceClock.LAPSED


def waiting_since(received_on: date) -> Waiting:
    """Say until when a request is to be answered: a month, then two to ask the commission."""
    answer_by = months_after(received_on, SILENCE_MONTHS)
    return Waiting(answer_by, months_after(answer_by, APPEAL_MONTHS))


def count_silent(received: Collection[date], today: date) -> int:
    """Count the requests whose silence is held to be a refusal by now."""
    return sum(waiting_since(day).clock(today) is not SilenceClock.RUNNING for day in received)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTyped:
    """What is typed with a step of a request: what was seen, who stood beside or why, how many sheets were copied."""

    proof: AskerProof | None = None
    words: str = ""
    pages: int | None = None


NEED_WORDS = frozenset(
    {ConsultationStep.SHOW, ConsultationStep.REFUSE, ConsultationStep.WITHDRAW, ConsultationStep.TAKE_BACK}
)
"""Steps with which words are typed: with whom it was shown, why it was refused, withdrawn or taken back."""


def check_typed(step: ConsultationStep, asked_by: str, typed: StepTyped) -> str:
    """Tidy the words of a step; raise StepReasonMissing, FileNamesScript or ProofDoesNotFit."""
    if typed.proof is not None:
        check_proof(asked_by, typed.proof)
    tidy = check_words(typed.words)
    if step in NEED_WORDS and not tidy:
        raise StepReasonMissing
    return tidy
