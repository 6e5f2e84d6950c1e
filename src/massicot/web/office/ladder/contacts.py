"""Whom the office calls about a gap before it decides anything: whoever has the thing that the gap is about."""

from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.consignments.rules.rungs import MISSING_SCRIPT, NOT_LOOKED_FOR
from massicot.core.ladder import Gap
from massicot.core.refused import Refused
from massicot.core.rungs import Thing
from massicot.exams import queries as exams
from massicot.results.rules.gap_kinds import AT_MARKING_CENTRE, GAPS
from massicot.web.office.ladder.rungs import NamedLine, uais_of


def contact_of(gap: Gap, line: NamedLine) -> exams.Contact | None:
    """Name the marking centre of what was received or lies there under a slip; of the rest, the exam centre."""
    uai = line.slip.uai if line.slip else _marking_centre_of(gap) or uais_of([line.line.line]).get(line.line.subject)
    return exams.contact_of(uai) if uai else None


def _marking_centre_of(gap: Gap) -> str:
    if gap.kind == NOT_LOOKED_FOR.name:
        return str(parcels.parcel_by_code(gap.subject).destination_uai)
    was_received = gap.kind == MISSING_SCRIPT.name and parcels.is_lost_here(gap.subject)
    if gap.kind not in AT_MARKING_CENTRE and not was_received:
        return ""
    return _of_batch(gap.subject) if GAPS[gap.kind].about is Thing.BATCH else _of_script(gap.subject)


def _of_batch(code: str) -> str:
    try:
        return str(batches.batch_by_code(code).centre_uai)
    except Refused:
        return ""


def _of_script(number: str) -> str:
    shortage = batches.open_shortage(number)
    if batch := shortage.batch if shortage else batches.batch_of_number(number):
        return str(batch.centre_uai)
    announced = parcels.announced(number)
    return announced.destination if announced else ""
