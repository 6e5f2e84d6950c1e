"""Where the script of a request is, told under the key before anybody notes that it was shown; never which script."""

from typing import NamedTuple

from django.utils.translation import gettext

from massicot.candidates.queries import EntryRow
from massicot.core.refused import Refused
from massicot.exams.queries import Paper
from massicot.results import queries as results
from massicot.results.rules.consultations import SEEN, ConsultationStep, check_at_hand
from massicot.store import key_file
from massicot.web.shared.refusals import sentence_of


class ShownWhereabouts(NamedTuple):
    """What is said of where a script is, and which steps that stands against."""

    words: str
    bars: frozenset[ConsultationStep]


NOWHERE = ShownWhereabouts("", frozenset())


def whereabouts_shown(paper: Paper, entry: EntryRow) -> ShownWhereabouts:
    """Say what stands against showing or copying the script of a candidate; nothing without the key."""
    key = key_file.read_if_whole()
    if key is None:
        return NOWHERE
    try:
        where = results.whereabouts(paper, entry, key)
    except Refused as refusal:
        return ShownWhereabouts(sentence_of(refusal), frozenset(SEEN))
    if where is None:
        return NOWHERE
    words = (
        gettext("The script is out of its box: {holder} has it.").format(holder=where.holder) if where.holder else ""
    )
    bars = set[ConsultationStep]()
    for step in SEEN:
        try:
            check_at_hand(entry.candidate_number, step, where.place)
        except Refused as refusal:
            words = sentence_of(refusal)
            bars.add(step)
    return ShownWhereabouts(words, frozenset(bars))
