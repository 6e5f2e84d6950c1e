"""What the exam office says of header strips that were not found when they were to be destroyed."""

from datetime import datetime

from django.db import transaction

from massicot.anonymity.rules import strips as rules
from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.core.actor import Actor
from massicot.exams.queries import Paper
from massicot.scripts import queries as scripts
from massicot.scripts import services as script_acts
from massicot.scripts.queries import StripDestruction


@transaction.atomic
def note_strips_not_found(*, paper: Paper, destruction_id: int, word: str, by: Actor, at: datetime) -> str:
    """Take note that some strips of a certificate were not found, with a word on it; return their exam centre.

    Raise WordOnStripsMissing, TextNamesCandidate or StripsMovedOn.
    """
    word = rules.check_word(word)
    row = _certificate(paper, destruction_id)
    script_acts.write_note_on_strips(
        destruction_id=row.pk, word=word, by=by.login, at=at, refusal=rules.StripsMovedOn()
    )
    fact = rules.StripsNotFoundNoted(row.due - row.count, word)
    audit.record(subject=candidates.day_subject(paper, row.centre_uai), fact=fact, by=by, at=at)
    return row.centre_uai


@transaction.atomic
def ask_strips_again(*, paper: Paper, destruction_id: int, reason: str, by: Actor, at: datetime) -> str:
    """Take the note back: these strips are asked about again; return their exam centre.

    Raise WordOnStripsMissing, TextNamesCandidate or StripsMovedOn.
    """
    reason = rules.check_word(reason)
    row = _certificate(paper, destruction_id)
    script_acts.forget_note_on_strips(destruction_id=row.pk, refusal=rules.StripsMovedOn())
    fact = rules.StripsNotFoundAskedAgain(row.due - row.count, reason)
    audit.record(subject=candidates.day_subject(paper, row.centre_uai), fact=fact, by=by, at=at)
    return row.centre_uai


def _certificate(paper: Paper, destruction_id: int) -> StripDestruction:
    for row in scripts.strip_destructions(paper.pk):
        if row.pk == destruction_id:
            return row
    raise rules.StripsMovedOn
