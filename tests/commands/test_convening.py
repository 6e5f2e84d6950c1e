"""The worker convenes: real mails read back with letter and calendar, a part done twice, an urgent letter."""

import io
import threading
from datetime import timedelta

import pypdf
import pytest
import vobject
from django.utils import timezone

from massicot.commands.worker import letters
from massicot.documents.convocations import make_convocation
from massicot.jobs import queries as jobs
from massicot.jobs import services as job_acts
from massicot.jobs.models import Job
from massicot.jobs.rules import JobState, Work
from massicot.missions import services
from massicot.missions.models import Activity, Convocation
from massicot.missions.queries import printing
from massicot.missions.rules import runs
from massicot.post import services as post_acts
from massicot.post.models import Letter
from massicot.post.rules import LetterState
from massicot.web.shared.letter_addresses import addresses
from tests import world
from tests.cast import ODILE, TILLEULS
from tests.missions import calling
from tests.post import mail_server

LATER = timedelta(days=20)


@pytest.fixture
def mission(db):
    row = calling.mission(world.opened().session, first=timezone.localdate() + LATER)
    calling.put(row, "BOB", "CHARLIE")
    calling.head_of(TILLEULS, "sonia@tilleuls.invalid")
    return row


@pytest.fixture
def run(mission):
    return calling.official(mission.session, mission, at=timezone.now())


@pytest.fixture
def postmaster(settings):
    keeper = mail_server.Postmaster()
    with mail_server.listening(keeper) as server:
        settings.MASSICOT_EMAIL_URL = f"smtp://{server.host}:{server.port}"
        yield keeper
        letters.hang_up()


def to(postmaster, address):
    return [message for message in postmaster.accepted if message["To"] == address]


def enclosed(message):
    return {part.get_filename(): part for part in message.iter_attachments()}


def text_of(pdf):
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_each_person_gets_their_letter_and_a_calendar_and_the_head_all_of_them(massicot, run, postmaster):
    massicot("work", "--once")
    massicot("work", "--once")
    row = Convocation.objects.get(assignment__person__identifier="BOB")
    (message,) = to(postmaster, "bob@tilleuls.invalid")
    files = enclosed(message)
    letter = files[f"convocation-{row.code}.pdf"].get_content()
    assert letter == make_convocation(printing.letter_of(row))
    assert row.code in text_of(letter)
    calendar = vobject.readOne(files[f"agenda-{row.code}.ics"].get_payload(decode=True).decode())
    assert len(calendar.vevent_list) == 2
    (head,) = to(postmaster, "sonia@tilleuls.invalid")
    together = text_of(enclosed(head)[f"convocations-{TILLEULS}.pdf"].get_content())
    assert all(code in together for code in Convocation.objects.values_list("code", flat=True))


def test_a_worker_killed_in_the_middle_of_a_part_leaves_nothing_doubled(massicot, run):
    services.convene_part(
        run_id=run.pk,
        number=1,
        addresses=addresses(),
        draw=calling.draws.from_seed("killed"),
        by=ODILE,
        at=timezone.now(),
    )
    massicot("work", "--once")
    assert (Convocation.objects.count(), Letter.objects.filter(occasion__startswith="convocation:").count()) == (2, 2)
    job = Job.objects.get(kind=Work.CONVENE)
    assert (job.state, jobs.outcome_of(job)["heads"]) == (JobState.DONE, 1)


def test_what_is_asked_meanwhile_waits_neither_for_the_parts_of_a_run_nor_for_their_mails(
    massicot, mission, postmaster, monkeypatch
):
    monkeypatch.setattr(runs, "PART", 1)
    calling.official(mission.session, mission, at=timezone.now())
    waiting = {"to": "dora@office.invalid", "subject": "Lien", "body": "Ici", "by": ODILE, "at": timezone.now()}
    post_acts.write_letter(**waiting)
    job_acts.ask(kind=Work.INVITE, subject={"session": mission.session.code}, by=ODILE, at=timezone.now())
    massicot("work", "--once")
    done = list(Job.objects.exclude(kind=Work.DRAW_UP).order_by("ended_at"))
    assert [(job.kind, job.turn) for job in done] == [(Work.INVITE, 0), (Work.CONVENE, 1), (Work.CONVENE, 2)]
    mails = Letter.objects.filter(occasion__startswith="convocation:").order_by("sent_at")
    assert mails[0].sent_at < done[2].ended_at < mails[1].sent_at


def test_a_cancelled_run_takes_the_events_out_of_the_calendars(massicot, run, postmaster):
    massicot("work", "--once")
    services.cancel_run(run_id=run.pk, reason="Reportée", addresses=addresses(), by=ODILE, at=timezone.now())
    massicot("work", "--once")
    row = Convocation.objects.get(assignment__person__identifier="BOB")
    message = to(postmaster, "bob@tilleuls.invalid")[-1]
    calendar = vobject.readOne(enclosed(message)[f"annulation-{row.code}.ics"].get_payload(decode=True).decode())
    assert "Reportée" in message.get_body().get_content()
    assert (calendar.method.value, {event.sequence.value for event in calendar.vevent_list}) == ("CANCEL", {"1"})


def test_a_moved_mission_moves_the_events_under_their_identifiers(massicot, run, postmaster):
    massicot("work", "--once")
    Activity.objects.filter(pk=Activity.objects.first().pk).update(title="Réunion d’entente")
    seed = calling.draws.from_seed("again")
    services.reissue_letters(
        mission_id=run.missions.get().pk, addresses=addresses(), draw=seed, by=ODILE, at=timezone.now()
    )
    massicot("work", "--once")
    files = [
        vobject.readOne(part.get_payload(decode=True).decode())
        for message in to(postmaster, "bob@tilleuls.invalid")
        for name, part in enclosed(message).items()
        if name.endswith(".ics")
    ]
    first, again = ({event.uid.value: event.sequence.value for event in one.vevent_list} for one in files)
    assert first.keys() == again.keys()
    assert (set(first.values()), set(again.values())) == ({"0"}, {"2"})


@pytest.mark.django_db(transaction=True)
def test_an_urgent_letter_leaves_beside_whatever_the_worker_does(postmaster, monkeypatch):
    monkeypatch.setattr(letters, "EVERY_S", 0.05)
    arrived = threading.Event()
    take = postmaster.handle_DATA

    async def noticed(*about):
        answer = await take(*about)
        arrived.set()
        return answer

    postmaster.handle_DATA = noticed
    post_acts.write_letter(
        to="bob@tilleuls.invalid", subject="Urgent", body="Venez", is_urgent=True, by=ODILE, at=timezone.now()
    )
    with letters.sent_beside():
        assert arrived.wait(30)
    assert Letter.objects.get().state == LetterState.SENT


@pytest.mark.parametrize("send", [letters.send_one, letters.send_urgent])
def test_a_worker_hands_over_one_letter_at_a_time_whichever_thread_does(db, postmaster, send):
    held = []
    take = postmaster.handle_DATA

    async def noticed(*about):
        held.append(letters.ONE_AT_A_TIME.locked())
        return await take(*about)

    postmaster.handle_DATA = noticed
    about = {"subject": "Urgent", "body": "Venez", "is_urgent": True, "by": ODILE, "at": timezone.now()}
    post_acts.write_letter(to="bob@tilleuls.invalid", **about)
    assert send(timezone.now())
    assert held == [True]
