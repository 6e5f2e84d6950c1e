"""What lies at each place of the world of two, named by what stands for it in an address."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.test import override_settings

from massicot.absences import queries, services
from massicot.absences.rules import Who
from massicot.anonymity import queries as numbers
from massicot.anonymity.rules.strips import StripsDestroyed
from massicot.audit import services as audit
from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.candidates import queries as candidates
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.seals import SealSeen, SealState
from massicot.core import draws
from massicot.exams.rules.corrigenda import CalendarChange
from massicot.markers import services as markers
from massicot.marks import services as mark_acts
from massicot.missions import services as mission_acts
from massicot.missions.queries import convocations
from massicot.missions.rules import RunKind
from massicot.missions.rules.hours import HalfDay
from massicot.missions.rules.proposals import AGREEMENT
from massicot.persons import services as person_acts
from massicot.persons.rules import UnavailabilityKind
from massicot.replacements import services as replacements
from massicot.results import services as results
from massicot.results.rules.access import Asker
from massicot.roomreports import queries as reports
from massicot.scripts import queries as scripts
from massicot.scripts import services as script_acts
from massicot.scripts.rules import StripsCertified
from massicot.setasides import services as slips
from massicot.setasides.queries import SetAside
from massicot.setasides.rules import Oddity, Oddment, SlipEnd, SlipOutcome
from massicot.shelves.queries import DestructionList
from tests import going_back, short_batches, world
from tests.absences import absent
from tests.cast import ARRIVAL, CEDRES, CLAIRE, KEY, MARC, MURIERS, ODILE, PERRIN, PREPARED, TILLEULS, TYPING
from tests.deposits.papers import CERTIFICATE
from tests.flips import drafted
from tests.missions import calling
from tests.stages import World

VERDON = "0130009K"
"""The marking centre beside Perrin."""

DAY = date(2099, 6, 1)
"""When people are called: what may be done with a letter hangs on whether its mission is over by the clock."""

AFTER = calling.hour(date(2099, 6, 2), 9)


@dataclass(frozen=True)
class Place:
    """Where something lies: in which session, at which exam centre, marking centre and school, and who is called."""

    session: str
    exam: str
    marking: str
    school: str
    person: str


OWN = Place("BTS-2017", CEDRES, PERRIN, TILLEULS, "BOB")
OTHER = Place("BTS-2017", MURIERS, VERDON, CEDRES, "ALICE")
ELSEWHERE = Place("DCG-2017", CEDRES, PERRIN, TILLEULS, "EVE")
PLACES = (OWN, OTHER, ELSEWHERE)

Things = dict[str, str | int]
"""What stands in an address, by what it is."""


def lying_at(place: Place, built: World) -> Things:
    """Do at a place what leaves things there, and name them."""
    return {
        "session": place.session,
        "day": DAY.isoformat(),
        "exam centre": place.exam,
        "marking centre": place.marking,
        "school": place.school,
        **of_scripts(place, built),
        **of_slips(place, built),
        **of_people(place, built),
    }


def of_scripts(place: Place, built: World) -> Things:
    """Close a batch short, hand it out, withdraw a line, refer another."""
    batch = next(row for row in batches.batches_of(built.paper.pk) if row.centre_uai == place.marking)
    referred, withdrawn, aside, *_, missing = batches.numbers_of(batch.pk)
    short_batches.close_without(batch, missing)
    batch_acts.withdraw_script(code=batch.code, number=aside, reason="À voir", by=ODILE, at=TYPING)
    back = going_back.pack_aside(built, place.marking, aside)
    world.lend(batches.batch_by_code(batch.code), place.person)
    act = {"by": ODILE, "at": TYPING}
    credential = world.open_sheet(built, batch.code).credential_id
    referral = mark_acts.refer_line(credential_id=credential, number=referred, value="AB", at=TYPING)
    row = batch_acts.withdraw_script(code=batch.code, number=withdrawn, reason="À voir", **act)
    sent = {parcel.destination_uai: parcel for parcel in parcels.parcels_of(built.paper.pk, place.exam)}
    consignments.read_seal(code=sent[place.marking].code, seen=SealSeen(SealState.BROKEN), by=MARC, at=ARRIVAL)
    entry = candidates.entry_rows(built.paper, None, place.exam)[0]
    asked = {"candidate_number": entry.candidate_number, "born_on": entry.born_on, "asked_by": Asker.CANDIDATE}
    request = results.ask_consultation(paper=built.paper, **asked, received_on=TYPING.date(), **act)
    dispute = results.open_dispute(paper=built.paper, **asked, received_on=TYPING.date(), reason="Recours", **act)
    listed = DestructionList.objects.create(
        code=f"E-{place.session}-{place.exam}", paper=built.paper, seed="", share=0, inquiries=0, made_at=TYPING
    )
    DestructionList.objects.filter(pk=listed.pk).update(withdrawn_at=TYPING)  # a paper has one that is not
    (incident,) = reports.incidents_in(built.paper.pk, place.exam)["A1"]
    return {
        "batch": batch.code,
        "number": referred,
        "referral": referral.pk,
        "withdrawal": row.pk,
        "shortage": batches.open_shortage(missing).pk,
        "parcel": sent[place.marking].code,
        "outside parcel": sent[""].code,
        "return parcel": back.code,
        "entry": entry.entry_id,
        "incident": incident.incident_id,
        "consultation": request.pk,
        "dispute": dispute.pk,
        "destruction list": listed.code,
        "strip certificate": certify_strips(built, place.exam),
        "box": next(iter(numbers.boxes_of_centre(built.paper, place.exam))),
        "corrigendum": drafted(built, reference=place.exam, calendar=CalendarChange(despatch_hours=72)).pk,
    }


def certify_strips(built: World, uai: str) -> int:
    """Write down that an exam centre destroyed one header strip, and journal it; of which script does not matter."""
    acts = {"by": CLAIRE, "at": TYPING}
    signed = StripsCertified(count=1, signed_by="Mme Roux")
    where = {"paper_id": built.paper.pk, "centre_uai": uai}
    script_acts.note_strips_destroyed(**where, due=1, certified=signed, by=CLAIRE.login, at=TYPING)
    fact = StripsDestroyed(due=1, count=1, kept=0, signed_by=signed.signed_by, reason="")
    audit.record(subject=candidates.day_subject(built.paper, uai), fact=fact, **acts)
    return scripts.strip_destructions(built.paper.pk, uai)[-1].pk


def of_slips(place: Place, built: World) -> Things:
    """Set three scripts aside: one stays, one goes back to the exam centre, one comes from the other marking centre."""
    stays, back = (set_aside(built, place.marking) for _ in range(2))
    comes = set_aside(built, VERDON if place.marking == PERRIN else PERRIN, Oddity.FOREIGN)
    settle(back, SlipEnd.RETURNED, place.exam)
    settle(comes, SlipEnd.FORWARDED, place.marking)
    return {"slip": stays.code, "slip to the exam centre": back.code, "slip to the marking centre": comes.code}


def set_aside(built: World, centre: str, oddity: Oddity = Oddity.UNREADABLE) -> SetAside:
    """Set a script aside at a marking centre."""
    oddment = Oddment(oddity=oddity, place="Étagère 2", number="00000042W" if oddity is Oddity.FOREIGN else "")
    return slips.set_aside(paper=built.paper, centre_uai=centre, oddment=oddment, by=MARC, at=ARRIVAL)


def settle(row: SetAside, ending: SlipEnd, to: str) -> None:
    """Say to whom a script that was set aside goes."""
    slips.settle_set_aside(code=row.code, outcome=SlipOutcome(ending, to, "Vu"), by=MARC, at=TYPING)


def of_people(place: Place, built: World) -> Things:
    """Let somebody open their letter, have an access, be absent, and say on which days they cannot be called."""
    (letter,) = calling.letters(assignment__person__identifier=place.person)
    mission_acts.open_convocation(code=letter.code, at=calling.ASKED)
    person, mission = letter.assignment.person, letter.assignment.mission
    markers.give_access(person=person, session=built.session, link_address=str, by=ODILE, at=PREPARED)
    days = {"starts_on": DAY, "ends_on": DAY, "kind": UnavailabilityKind.TRAINING}
    away = person_acts.declare_unavailability(person=person, **days, by=ODILE, at=PREPARED)
    return {
        "person": person.pk,
        "days": away.pk,
        "letter": letter.code,
        "signature of the page": convocations.page_signature(letter.code),
        "signature of the mail": convocations.personal_signature(letter.code),
        "assignment": letter.assignment_id,
        "run": letter.run_id,
        "control run": mission.runs.get(kind=RunKind.CONTROL).pk,
        "part": 1,
        "mission": mission.pk,
        "meeting": mission.activities.get(title=AGREEMENT).pk,
        **of_absence(place),
    }


def of_absence(place: Place) -> Things:
    """File a deduction of an absence twice, the first taken back, and hand a document in."""
    row = absent.observe(place.person, (DAY, HalfDay.MORNING), AFTER)
    act = {"absence_id": row.pk, "by": ODILE, "at": AFTER}
    services.leave_unjustified(**act)
    services.file_deduction(**act)
    draw = draws.from_seed("back", row.pk)
    replacements.take_back_answer(reason="À revoir", addresses=calling.ADDRESSES, draw=draw, **act)
    services.leave_unjustified(**act)
    services.file_deduction(**act)
    with key_in_place():
        services.hand_in_document(document=CERTIFICATE, who=Who.PERSON, **act)
    first, second = row.deductions.order_by("pk")
    (document,) = queries.documents_of(row)
    return {"absence": row.pk, "deduction": second.pk, "deduction taken back": first.pk, "document": document.code}


@contextmanager
def key_in_place() -> Iterator[None]:
    """Let the anonymity key lie where the program reads it, as long as it is needed."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "key").write_text(KEY.secret.hex(), encoding="ascii")
        with override_settings(MASSICOT_ANONYMITY_KEY_FILE=str(Path(folder) / "key")):
            yield
