"""Acts on boxes at the exam office: made of what is received, put on a shelf, taken down, opened again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.audit.rules import Fact
from massicot.consignments.rules.returns import ContentKind, ReturnCounts
from massicot.consignments.services import Move, move_things
from massicot.core.actor import Actor
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.shelves.models import BoxContent, KeptBox, SheetReceipt
from massicot.shelves.queries import boxes as queries
from massicot.shelves.queries.boxes import ShelvedBox
from massicot.shelves.rules import boxes as rules
from massicot.shelves.rules.boxes import BoxChoice, Received
from massicot.shelves.rules.destruction import check_holds_something, check_is_whole
from massicot.store.writes import insert_rows

OFFICE = Spot(Place.OFFICE)

_CONTENT = ("box", "kind", "ref", "specialty_code", "count")


@transaction.atomic
def make_boxes(*, paper: Paper, choice: BoxChoice, counted: ReturnCounts, by: Actor, at: datetime) -> list[str]:
    """Put what is received of some specialties into boxes, but what is not there; give their codes.

    Raise NotFromOffice, and what `plan_boxes` refuses.
    """
    accounts.check_office(by.login)
    # Of two who box the same pile, the second reads what the first has left of it.
    exams.hold_papers(paper.session)
    received = queries.to_box(paper)
    plan = rules.plan_boxes(choice, received, counted)
    codes = queries.next_codes(paper, len(plan))
    _make(paper, dict(zip(codes, plan, strict=True)), by=by, at=at)
    chosen = [thing for thing in received if thing.specialty_code in choice.specialties]
    fact = rules.BoxesMade(
        codes=codes,
        envelopes=counted.envelopes,
        scripts=counted.scripts,
        specialties=sorted(choice.specialties),
        left=sorted(rules.left_out(choice.but, chosen)),
    )
    _record(paper, fact, by=by, at=at)
    return codes


@transaction.atomic
def shelve_boxes(
    *, paper: Paper, boxes: Sequence[str], shelf: str, seen: datetime | None = None, by: Actor, at: datetime
) -> tuple[list[str], str]:
    """Record that boxes stand on a shelf, with all that lies in them; give their codes, and the shelf as it is written.

    `seen` is when the page was read that told where they stand, if one was. Raise NotFromOffice, NoBoxNamed,
    BoxNotRead, BoxOfAnother, BoxNamedTwice, BoxUnknown, BoxDestroyed, BoxStandsThere, BoxMovedMeanwhile or NotThere,
    and what `read_shelf` refuses.
    """
    accounts.check_office(by.login)
    codes = rules.read_boxes(boxes, queries.name_on_labels(paper))
    path = rules.read_shelf(shelf, queries.shelves_known())
    named = queries.boxes_by_code(paper, codes)
    for box in named:
        check_holds_something(box.code, box.destroyed_by)
        if box.shelf == path:
            raise rules.BoxStandsThere(code=box.code)
        if seen is not None and box.shelf and box.since > seen:
            raise rules.BoxMovedMeanwhile(code=box.code, shelf=box.shelf)
    _carry(named, Act.SHELVED, Spot(Place.SHELF, path), by=by, at=at)
    _record(paper, rules.BoxesShelved(sorted(codes), path), by=by, at=at)
    return codes, path


@transaction.atomic
def take_down_box(*, paper: Paper, box: str, reason: str, by: Actor, at: datetime) -> str:
    """Record that a box stands on no shelf, but in the office; give its code.

    Raise NotFromOffice, BoxNotRead, BoxOfAnother, BoxUnknown, BoxNotOnShelf, BoxReasonMissing, TextNamesCandidate or
    NotThere.
    """
    accounts.check_office(by.login)
    shelved = _find(paper, box)
    rules.check_box_reason(shelved.code, reason)
    if not shelved.shelf:
        raise rules.BoxNotOnShelf(code=shelved.code)
    _carry([shelved], Act.TAKEN_DOWN, OFFICE, by=by, at=at)
    _record(paper, rules.BoxTakenDown(shelved.code, reason.strip()), by=by, at=at)
    return shelved.code


@transaction.atomic
def open_box(*, paper: Paper, box: str, reason: str, by: Actor, at: datetime) -> str:
    """Open a box: what lies in it lies in the office in no box, and its code is given to no other; give its code.

    So do the sheets of a box of mark sheets. Raise NotFromOffice, BoxNotRead, BoxOfAnother, BoxUnknown,
    BoxReasonMissing, TextNamesCandidate, BoxDestroyed, BoxKeepsSample or NotThere.
    """
    accounts.check_office(by.login)
    exams.hold_papers(paper.session)
    shelved = _find(paper, box)
    rules.check_box_reason(shelved.code, reason)
    check_holds_something(shelved.code, shelved.destroyed_by)
    check_is_whole(shelved.code, shelved.certificate)
    _take_out(shelved, shelved.things(), by=by, at=at)
    unmake_box(paper, shelved, reason.strip(), by=by, at=at)
    return shelved.code


@transaction.atomic
def take_out_of_box(*, paper: Paper, ref: str, reason: str, by: Actor, at: datetime) -> str:
    """Record that one batch or loose script is not in its box, or not any more; give what it is.

    It is in the office then; where it is not, the page of its return parcel says so. A box that holds nothing more is
    none. Raise NotFromOffice, NotInBox, NamesTwoToBox, BoxReasonMissing, TextNamesCandidate, BoxKeepsSample,
    ThingIsAway or NotThere.
    """
    accounts.check_office(by.login)
    exams.hold_papers(paper.session)
    contents = queries.contents_of_paper(paper)
    refs = rules.refs_in_box(ref, {row.ref: ContentKind(row.kind) for row in contents.values()})
    if len(refs) > 1:
        raise rules.NamesTwoToBox(typed=ref)
    if not refs:
        raise rules.NotInBox(typed=ref)
    row = contents[refs[0]]
    rules.check_box_reason(row.box.code, reason)
    check_is_whole(row.box.code, row.certificate)
    shelved = queries.box_by_code(paper, row.box.code)
    inside = [thing for thing in shelved.things() if thing[1] == row.ref]
    if not inside:
        raise rules.ThingIsAway(number=row.ref, code=shelved.code)
    _take_out(shelved, inside, by=by, at=at)
    row.delete()
    _record(paper, rules.TakenOutOfBox(refs[0], shelved.code, reason.strip()), by=by, at=at)
    if len(shelved.contents) == 1:
        unmake_box(paper, shelved, reason.strip(), by=by, at=at)
    return refs[0]


def _make(paper: Paper, plan: Mapping[str, Sequence[Received]], *, by: Actor, at: datetime) -> None:
    """Make the boxes of a plan (code → what goes into it), each kind of thing in one step."""
    made = KeptBox.objects.bulk_create(KeptBox(code=code, paper=paper, made_at=at, made_by=by.login) for code in plan)
    rows = (
        (box.pk, thing.kind, thing.ref, thing.specialty_code, thing.count) for box in made for thing in plan[box.code]
    )
    insert_rows(BoxContent, _CONTENT, rows)
    scripts = {code: sum(thing.there for thing in contents) for code, contents in plan.items()}
    custody.appear(kind=ItemKind.BOX, refs=list(plan), act=Act.MADE_UP, spot=OFFICE, counts=scripts, by=by, at=at)
    for kind, item_kind in ((ContentKind.BATCH, ItemKind.BATCH), (ContentKind.SCRIPT, ItemKind.SCRIPT)):
        held = {code: [thing for thing in contents if _is_moved(thing, kind)] for code, contents in plan.items()}
        custody.put_inside(
            kind=item_kind,
            contents={code: [thing.ref for thing in things] for code, things in held.items() if things},
            counts={thing.ref: thing.there for things in held.values() for thing in things},
            act=Act.PUT_IN_BOX,
            spot=OFFICE,
            by=by,
            at=at,
        )


def _is_moved(thing: Received, kind: ContentKind) -> bool:
    """Say whether the ledger moves a thing with its kind: a script in no batch that is away keeps its row alone."""
    return thing.kind is kind and (kind is ContentKind.BATCH or thing.there > 0)


def _take_out(box: ShelvedBox, things: Iterable[tuple[ContentKind, str, int]], *, by: Actor, at: datetime) -> None:
    move = Move(act=Act.OUT_OF_BOX, origin=_spot(box), destination=OFFICE, before=box.code)
    move_things(things, move, by=by, at=at)


def unmake_box(paper: Paper, box: ShelvedBox, reason: str, *, by: Actor, at: datetime) -> None:
    """Take an emptied box off its shelf and off the ledger; its code is given to no other."""
    if box.shelf:
        _carry([box], Act.TAKEN_DOWN, OFFICE, by=by, at=at)
    SheetReceipt.objects.filter(box__paper=paper, box__code=box.code).update(box=None)
    KeptBox.objects.filter(paper=paper, code=box.code).delete()
    custody.withdraw(kind=ItemKind.BOX, refs=[box.code], spot=OFFICE)
    _record(paper, rules.BoxOpened(box.code, reason), by=by, at=at)


def _carry(boxes: Iterable[ShelvedBox], act: Act, destination: Spot, *, by: Actor, at: datetime) -> None:
    """Move boxes with their batches, if they still are where they were read; raise NotThere."""
    counts: dict[Spot, dict[str, int]] = {}
    for box in boxes:
        counts.setdefault(_spot(box), {})[box.code] = box.there
    for origin, some in counts.items():
        custody.move_with_batches(
            kind=ItemKind.BOX, counts=some, act=act, origin=origin, destination=destination, by=by, at=at
        )


def _find(paper: Paper, typed: str) -> ShelvedBox:
    return queries.box_by_code(paper, rules.read_box(typed, queries.name_on_labels(paper)))


def _spot(box: ShelvedBox) -> Spot:
    return Spot(Place.SHELF, box.shelf) if box.shelf else OFFICE


def _record(paper: Paper, fact: Fact, *, by: Actor, at: datetime) -> None:
    audit.record(subject=queries.subject_of(paper), fact=fact, by=by, at=at)
