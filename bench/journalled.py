"""The journal of a session of national size: what each exam centre, each parcel and each batch leaves in it."""

from datetime import timedelta
from zlib import crc32

from batched import MARKING_CENTRE

from massicot.audit.models import JournalHead, JournalLine
from massicot.batches.models import Batch
from massicot.candidates import queries as candidates
from massicot.consignments.models import Parcel
from massicot.rehearsal import world
from massicot.store.writes import insert_rows

OF_CENTRE = ("LabelsPrinted", "ListPrinted", *("RoomConfirmed",) * 4, "DayClosed", "StripsBoxed")
OF_PARCEL = ("ParcelPacked", "ParcelSent", "ParcelReceived", *("ScriptsTicked",) * 10, "ReceptionWasClosed")
OF_BATCH = (
    *("BatchMadeUp", "MarkSheetPrinted", "BatchSealed"),
    *("BatchHandedOut", "BatchReturned") * 3,
    *("MarksSaved",) * 40,
    "BatchLocked",
)
HEAD = world.marking_head(MARKING_CENTRE)
DAY_S = 24 * 60 * 60
COLUMNS = ("subject", "sequence", "at", "by", "act", "facts", "previous", "digest")
FACTS = '{"count":50,"place":"9900000A"}'


def write(paper, at) -> None:
    """Write the chains, their acts a minute apart."""
    code = f"{paper.session.code}/{paper.code}"
    chains = [
        *((f"centre:{code}/{uai}", OF_CENTRE, world.exam_centre(uai).login) for uai in candidates.centres_of(paper)),
        *((f"parcel:{one}", OF_PARCEL, HEAD.login) for one in _codes(Parcel)),
        *((f"batch:{one}", OF_BATCH, HEAD.login) for one in _codes(Batch)),
    ]
    insert_rows(JournalLine, COLUMNS, (line for chain in chains for line in _lines(*chain, at)))
    heads = ((subject, len(acts), _digest(subject, len(acts))) for subject, acts, _ in chains)
    insert_rows(JournalHead, ("subject", "sequence", "digest"), heads)


def _codes(model) -> list[str]:
    return list(model.objects.order_by("pk").values_list("code", flat=True))


def _lines(subject, acts, by, at):
    for sequence, act in enumerate(acts, 1):
        moment = at + timedelta(minutes=sequence, seconds=crc32(subject.encode()) % DAY_S)
        previous, digest = _digest(subject, sequence - 1), _digest(subject, sequence)
        yield subject, sequence, moment, by, act, FACTS, previous, digest


def _digest(subject, sequence) -> str:
    return f"{crc32(f'{subject}:{sequence}'.encode()):064d}"
