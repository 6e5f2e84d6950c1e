"""The act of scanning the label of a script in hand: its candidate is present."""

from django.db import transaction

from massicot.anonymity import queries, rules
from massicot.candidates import services as candidate_acts
from massicot.candidates.rules import Ticked
from massicot.core.keys import Key
from massicot.exams.queries import Paper
from massicot.scripts import queries as scripts


@transaction.atomic
def tick_label(*, paper: Paper, centre_uai: str, room: str, number: str, key: Key) -> Ticked:
    """Say present the candidate whose label was scanned among the scripts of a room; once, however often it is scanned.

    Only the entry is written: neither the number nor the scan leaves a trace beside a name (decision 0003). Raise
    NumberMistyped, NumberUnknown, LabelOfOtherPaper, LabelOfOtherCentre, LabelOfOtherRoom, LabelIsSpare,
    ScriptOfAbsent or DayIsClosed.
    """
    sealer = queries.sealer_of(paper, key)
    script = scripts.script_by_number(number)
    if script.paper_id != paper.pk:
        raise rules.LabelOfOtherPaper(paper=paper.code)
    if script.centre_uai != centre_uai:
        raise rules.LabelOfOtherCentre(centre=script.centre_uai)
    entry_id = queries.entry_of_number(sealer, script.number)
    if entry_id is None:
        raise rules.LabelIsSpare
    return candidate_acts.tick_entry(paper=paper, centre_uai=centre_uai, room=room, entry_id=entry_id)
