"""What goes back to the exam office after the marking, and what of it is there: facts of the last two rungs."""

from collections.abc import Collection, Iterator, Mapping

from massicot.consignments import queries as consignments
from massicot.consignments.queries import ReturnedThing
from massicot.consignments.rules.return_arrivals import GoingBack
from massicot.consignments.rules.returns import ContentKind
from massicot.consignments.rules.rungs import BackFacts, BackState
from massicot.core.ladder import Thing
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.exams.queries import Paper
from massicot.marks.rules.rungs import BatchFacts
from massicot.scripts import queries as scripts
from massicot.shelves import queries as shelves
from massicot.shelves.rules.rungs import SheetFacts

_THINGS = {ContentKind.BATCH: Thing.BATCH, ContentKind.SCRIPT: Thing.SCRIPT}
_STATES = {GoingBack.RECEIVED: BackState.THERE, GoingBack.LOST: BackState.LOST}


def back_facts(paper: Paper, batches: Mapping[str, BatchFacts], centres: Collection[str]) -> dict[str, BackFacts]:
    """Count what goes back of a paper: locked batches, and once all are locked what lies in none in its `centres`."""
    packed = {thing.ref: thing for thing in consignments.things_returned(paper.pk)}
    back = {ref: _of_thing(thing, batches.get(ref)) for ref, thing in packed.items()}
    for code, batch in batches.items():
        if batch.is_locked and code not in packed:
            back[code] = BackFacts(thing=Thing.BATCH, scripts=scripts_there(batch))
    loose = loose_scripts(paper, batches, centres)
    return back | {number: BackFacts(thing=Thing.SCRIPT, scripts=1) for number in loose if number not in packed}


def loose_scripts(paper: Paper, batches: Mapping[str, BatchFacts], centres: Collection[str]) -> dict[str, str]:
    """Map what lies in some centres in no batch, or put aside there, to its centre; none while any batch is marked."""
    if not batches or not all(batch.is_locked for batch in batches.values()):
        return {}
    return dict(_lying(paper, centres))


def unboxed_among(paper: Paper, back: Mapping[str, BackFacts]) -> list[str]:
    """List the scripts that were to be fetched at the office and are not in their boxes; none where nothing is back."""
    is_any_there = any(thing.state is BackState.THERE for thing in back.values())
    return shelves.numbers_missing(paper) if is_any_there else []


def scripts_there(batch: BatchFacts) -> int:
    """Count the scripts that are in a batch."""
    return batch.contents - batch.lacking


def sheet_facts(paper: Paper, batches: Mapping[str, BatchFacts]) -> dict[str, SheetFacts]:
    """Tell of each printed mark sheet whose batch is locked, or that is not awaited any more, where it is."""
    ended = shelves.sheets_ended(paper.pk)
    due = (code for code, batch in batches.items() if batch.on_sheet and (batch.is_locked or code in ended))
    return {code: SheetFacts(ended.get(code) == "", ended.get(code, "")) for code in due}


def _of_thing(thing: ReturnedThing, batch: BatchFacts | None) -> BackFacts:
    state = _STATES.get(thing.going_back, BackState.DUE)
    return BackFacts(
        thing=_THINGS[ContentKind(thing.kind)],
        scripts=scripts_there(batch) if batch else thing.scripts,
        state=state,
        there=thing.scripts if state is BackState.THERE else 0,
    )


def _lying(paper: Paper, centres: Collection[str]) -> Iterator[tuple[str, str]]:
    for uai in sorted(centres):
        for place in (Place.MARKING_CENTRE, Place.ASIDE):
            own = scripts.specialties_among(paper.pk, ledger.refs_at(ItemKind.SCRIPT, place, uai))
            yield from ((number, uai) for number in own)
