"""Acts on scripts that are set aside: put under a slip, put elsewhere, given their end, which is acknowledged."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.consignments.rules import Tick
from massicot.core.actor import Actor, Role
from massicot.core.refused import Refused
from massicot.core.spelling import visible_text
from massicot.core.wall import check_names_nobody
from massicot.custody import queries as ledger
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place
from massicot.documents import mails
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.post import services as post
from massicot.scripts import queries as scripts
from massicot.scripts.rules import check_number
from massicot.setasides import queries, rules
from massicot.setasides.models import SetAside
from massicot.setasides.rules import Oddity, Oddment, SlipEnd, SlipOutcome
from massicot.store.writes import swap_one


@transaction.atomic
def set_aside(*, paper: Paper, centre_uai: str, oddment: Oddment, by: Actor, at: datetime) -> SetAside:
    """Set a script aside under a slip of its own; one that comes back names the slip that it had.

    Raise PlaceUnsaid, NumberWanted, NumberUnwanted, TextNamesCandidate, NumberMistyped, SetAsideUnknown,
    EarlierStillOpen, FoundInUnknown, AlreadySetAside or SessionIsArchived.
    """
    rules.check_oddment(oddment)
    number = check_number(oddment.number) if oddment.number else ""
    follows = _earlier(oddment.follows, paper)
    found_in = _lay_in(oddment.found_in, paper, centre_uai)
    exams.hold_papers_at_work(paper.session)
    if oddment.oddity is not Oddity.DOUBLED and (lying := queries.slip_of(number, paper.pk)):
        raise rules.AlreadySetAside(number=number, code=lying)
    rank = queries.last_sequence(paper.pk) + 1
    code = rules.code_of(f"{paper.session.code}-{paper.code}", rank)
    row = SetAside.objects.create(
        code=code,
        paper=paper,
        centre_uai=centre_uai,
        sequence=rank,
        oddity=oddment.oddity,
        number=number,
        found_in=found_in,
        place=oddment.place.strip(),
        remark=oddment.remark.strip(),
        follows=follows,
        opened_at=at,
        opened_by=by.login,
    )
    spot = queries.spot_of(centre_uai)
    custody.appear(kind=ItemKind.SET_ASIDE, refs=[code], act=Act.SET_ASIDE, spot=spot, by=by, at=at)
    fact = rules.ScriptSetAside(code, oddment.oddity, number, found_in, follows)
    audit.record(subject=queries.subject_of(code), fact=fact, by=by, at=at)
    return row


@transaction.atomic
def move_set_aside(*, code: str, place: str, by: Actor, at: datetime) -> None:
    """Write down where a script lies now; raise PlaceUnsaid, TextNamesCandidate or SetAsideEnded."""
    row = queries.set_aside_by_code(code)
    if not visible_text(place):
        raise rules.PlaceUnsaid
    check_names_nobody(place)
    swap_one(_open(row), rules.SetAsideEnded(code=row.code), place=place.strip())
    audit.record(subject=queries.subject_of(row.code), fact=rules.SetAsidePlaced(row.code), by=by, at=at)


@transaction.atomic
def settle_set_aside(*, code: str, outcome: SlipOutcome, by: Actor, at: datetime) -> SetAside:
    """Say what became of a script that is set aside; the centre that this concerns is written to.

    Raise SetAsideUnknown, EndUnfit, ReferenceWanted, TextNamesCandidate, NumberMistyped, OfAnotherPaper,
    NumberUnlearnt, NotTickedThere, NotInThatBatch, NumberElsewhere, SpareUsedAlready, EndCentreUnknown,
    NotWrittenThere or SetAsideEnded.
    """
    row = queries.set_aside_by_code(code)
    rules.check_outcome(Oddity(row.oddity), outcome)
    number = row.number or (check_number(outcome.number) if outcome.number else "")
    ref = _checked_ref(row, outcome, number)
    columns = {"ending": outcome.ending, "ending_ref": ref, "number": number, "reason": outcome.reason.strip()}
    told = _centre_told(row, outcome.ending, ref)
    swap_one(_open(row), rules.SetAsideEnded(code=row.code), **columns, told_uai=told, ended_at=at, ended_by=by.login)
    custody.withdraw(kind=ItemKind.SET_ASIDE, refs=[row.code], spot=queries.spot_of(row.centre_uai))
    fact = rules.SetAsideSettled(row.code, outcome.ending, ref, number, outcome.reason.strip())
    audit.record(subject=queries.subject_of(row.code), fact=fact, by=by, at=at)
    row.refresh_from_db()
    if row.told_uai:
        _tell(row, by=by, at=at)
    return row


@transaction.atomic
def acknowledge_set_aside(*, code: str, centre_uai: str, by: Actor, at: datetime) -> None:
    """Record that a centre has taken note of what became of a script, or has it; raise NothingToAcknowledge."""
    row = queries.set_aside_by_code(code)
    untold = SetAside.objects.filter(pk=row.pk, told_uai=centre_uai, acknowledged_at__isnull=True)
    swap_one(untold, rules.NothingToAcknowledge(code=row.code), acknowledged_at=at, acknowledged_by=by.login)
    fact = rules.SetAsideAcknowledged(row.code, centre_uai)
    audit.record(subject=queries.subject_of(row.code), fact=fact, by=by, at=at)


@transaction.atomic
def deny_set_aside(*, code: str, centre_uai: str, by: Actor, at: datetime) -> None:
    """Record that a script sent on to a marking centre never came there; raise NothingToAcknowledge."""
    row = queries.set_aside_by_code(code)
    waiting = queries.sent_on(row.paper_id, centre_uai).filter(pk=row.pk, acknowledged_at=None, never_came_at=None)
    swap_one(waiting, rules.NothingToAcknowledge(code=row.code), never_came_at=at, never_came_by=by.login)
    fact = rules.SetAsideNeverCame(row.code, centre_uai)
    audit.record(subject=queries.subject_of(row.code), fact=fact, by=by, at=at)


def _centre_told(row: SetAside, ending: SlipEnd, ref: str) -> str:
    """Name the centre that an end concerns: whose parcel it is, to which it goes back, where it is marked."""
    if ending is SlipEnd.PARCEL:
        return str(parcels.parcel_by_code(ref).centre_uai)
    if ending is SlipEnd.FORWARDED:
        marked_there = exams.on_site_rows().filter(paper_id=row.paper_id, destination_uai=ref)
        return ref if marked_there.exists() else ""
    return ref if ending is SlipEnd.RETURNED else ""


def _tell(row: SetAside, *, by: Actor, at: datetime) -> None:
    paper = exams.paper_by_id(row.paper_id)
    called = (f"{paper.code} ({paper.session.code})", exams.institution_name(row.told_uai), row.code)
    address = f"{settings.MASSICOT_BASE_URL}/"
    if row.ending == SlipEnd.FORWARDED:
        mail = mails.set_aside_sent_on(*called, exams.institution_name(row.centre_uai), address)
        role = Role.MARKING_CENTRE
    else:
        parcel = row.ending_ref if row.ending == SlipEnd.PARCEL else ""
        mail = mails.set_aside_ended(*called, parcel, address)
        role = Role.EXAM_CENTRE
    for email in accounts.emails_with_role(role, row.told_uai):
        post.write_letter(to=email, subject=mail.subject, body=mail.body, by=by, at=at)


def _open(row: SetAside) -> QuerySet[SetAside]:
    return SetAside.objects.filter(pk=row.pk, ending=SlipEnd.OPEN)


def _earlier(typed: str, paper: Paper) -> str:
    """Find the slip that a script had before; raise SetAsideUnknown or EarlierStillOpen."""
    if not visible_text(typed):
        return ""
    earlier = queries.find_set_aside(typed, paper.pk)
    if earlier is None:
        raise rules.SetAsideUnknown(code=typed.strip())
    if earlier.is_open:
        raise rules.EarlierStillOpen(code=earlier.code)
    return earlier.code


def _lay_in(typed: str, paper: Paper, centre_uai: str) -> str:
    """Find the parcel or the batch in which a script lay; raise FoundInUnknown."""
    if not (text := typed.strip()):
        return ""
    if batch := batches.find_typed_batch(text, paper.pk, centre_uai):
        return batch.code
    if parcel := _parcel_or_none(text, paper.pk):
        return str(parcel.code)
    raise rules.FoundInUnknown(ref=text)


def _parcel_or_none(ref: str, paper_id: int) -> parcels.Parcel | None:
    try:
        parcel = parcels.parcel_by_code(ref.upper())
    except Refused:
        return None
    return parcel if parcel.paper_id == paper_id else None


def _checked_ref(row: SetAside, outcome: SlipOutcome, number: str) -> str:
    ref = outcome.ref.strip()
    if outcome.ending is SlipEnd.PARCEL:
        return _parcel_of(row, ref, number)
    if outcome.ending is SlipEnd.BATCH:
        return _batch_of(row, ref, number)
    if outcome.ending is SlipEnd.SPARE:
        return _spare_of(row, ref)
    if outcome.ending is SlipEnd.RETURNED:
        return _exam_centre_of(row, ref)
    if outcome.ending is SlipEnd.FORWARDED:
        return _next_centre_of(row, ref)
    return ref


def _parcel_of(row: SetAside, ref: str, number: str) -> str:
    parcel = _parcel_or_none(ref, row.paper_id)
    if parcel is None or parcel.destination_uai != row.centre_uai:
        raise rules.OfAnotherPaper(ref=ref)
    if not number:
        raise rules.NumberUnlearnt(ref=parcel.code)
    ticks = {line.number: line.tick for line in parcels.contents_of(parcel)}
    if ticks.get(number) != Tick.RECEIVED:
        raise rules.NotTickedThere(number=number, parcel=parcel.code)
    return str(parcel.code)


def _batch_of(row: SetAside, ref: str, number: str) -> str:
    batch = batches.find_typed_batch(ref, row.paper_id, row.centre_uai)
    if batch is None:
        raise rules.OfAnotherPaper(ref=ref)
    if not number:
        raise rules.NumberUnlearnt(ref=batch.code)
    if number not in batches.numbers_of(batch.pk):
        raise rules.NotInThatBatch(number=number, batch=batch.code)
    return batch.code


def _spare_of(row: SetAside, ref: str) -> str:
    number = check_number(ref)
    try:
        script = scripts.script_by_number(number)
    except Refused:
        script = None
    if script is None or script.paper_id != row.paper_id:
        raise rules.OfAnotherPaper(ref=ref)
    # One that its exam centre has settled since lies there, as the ledger has it, in no parcel: it is this script.
    item = ledger.where(ItemKind.SCRIPT, number)
    if item is not None and (item.inside or item.place != Place.EXAM_CENTRE):
        raise rules.NumberElsewhere(number=number)
    if used := queries.slip_given(number, row.paper_id):
        raise rules.SpareUsedAlready(number=number, code=used)
    return number


def _exam_centre_of(row: SetAside, ref: str) -> str:
    uai = _centre_of(ref)
    if not scripts.numbers_of_centre(row.paper_id, uai):
        raise rules.NotWrittenThere(uai=uai)
    return uai


def _next_centre_of(row: SetAside, ref: str) -> str:
    uai = _centre_of(ref)
    if uai == row.centre_uai:
        raise rules.SentToItself(uai=uai)
    return uai


def _centre_of(ref: str) -> str:
    uai = "".join(ref.split()).upper()
    if uai not in exams.institution_names([uai]):
        raise rules.EndCentreUnknown(uai=uai)
    return uai
