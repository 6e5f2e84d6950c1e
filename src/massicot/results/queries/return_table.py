"""The table of what goes back to the exam office: a line for each batch and each script in none, where each is."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from massicot.batches import queries as batches
from massicot.consignments import queries as consignments
from massicot.consignments.queries import ReturnedThing
from massicot.consignments.rules.return_arrivals import GoingBack
from massicot.consignments.rules.returns import ContentKind
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results.queries.back import loose_scripts, scripts_there, sheet_facts
from massicot.results.queries.facts import batch_facts
from massicot.scripts import queries as scripts
from massicot.shelves.rules.rungs import SheetFacts

ReturnRow = tuple[object, ...]


def return_rows(paper: Paper) -> Iterator[ReturnRow]:
    """List the batches of a paper by number, then the scripts that go back, or lie to go back, in none."""
    facts = batch_facts(paper)
    sheets = sheet_facts(paper, facts)
    packed = {thing.ref: thing for thing in consignments.things_returned(paper.pk)}
    rows = batches.batches_of(paper.pk)
    for batch in rows:
        fact = facts[batch.code]
        state = GoingBack.DUE if fact.is_locked else GoingBack.NOT_DUE
        where = (batch.code, "", batch.centre_uai, batch.specialty_code, scripts_there(fact))
        yield (*where, *_on_the_way(paper, packed.get(batch.code), state), _sheet(sheets, batch.code))
    loose = loose_scripts(paper, facts, {batch.centre_uai for batch in rows})
    loose |= {ref: thing.centre_uai for ref, thing in packed.items() if thing.kind == ContentKind.SCRIPT}
    specialties = scripts.specialties_among(paper.pk, loose)
    for number, uai in sorted(loose.items()):
        where = ("", number, uai, specialties.get(number, ""), 1)
        yield (*where, *_on_the_way(paper, packed.get(number), GoingBack.DUE), "")


def _on_the_way(paper: Paper, thing: ReturnedThing | None, state: GoingBack) -> ReturnRow:
    if thing is None:
        return ("", "", "", None, None, state)
    instants = (_written(paper, thing.sent_at), _written(paper, thing.arrived_at))
    return (thing.parcel, thing.carrier, thing.tracking, *instants, thing.going_back)


def _written(paper: Paper, at: datetime | None) -> str | None:
    return exams.local(paper, at).isoformat() if at else None


def _sheet(sheets: Mapping[str, SheetFacts], code: str) -> str:
    if code not in sheets:
        return ""
    if sheets[code].is_here:
        return "here"
    return "given-up" if sheets[code].given_up else "due"
