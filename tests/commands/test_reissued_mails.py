"""Letters issued again and runs cancelled, in real mails: events that fell away are taken out, heads have one list."""

import io
from dataclasses import replace
from datetime import timedelta

import pypdf
import pytest
import vobject
from django.utils import timezone

from massicot.missions import queries, services
from massicot.missions.models import Activity
from massicot.missions.rules import runs
from massicot.persons.models import Person
from massicot.post.models import Letter
from massicot.web.shared.letter_addresses import addresses
from tests import world
from tests.cast import ODILE, PERRIN, TILLEULS
from tests.keeping import kept
from tests.missions import calling
from tests.post import mail_server

pytestmark = pytest.mark.django_db
BOB, SONIA = "bob@tilleuls.invalid", "sonia@tilleuls.invalid"


def convened():
    """Convene Bob and Charlie of Les Tilleuls, whose head is Sonia, to two days; Bob is named for the board."""
    built = world.opened()
    first = timezone.localdate() + timedelta(days=20)
    built.mission = calling.mission(built.session, first=first)
    calling.put(built.mission, "BOB", "CHARLIE")
    board = {"starts_at": calling.hour(first, 18), "ends_at": calling.hour(first, 19), "place_uai": PERRIN}
    built.board = Activity.objects.create(mission=built.mission, title="Commission", is_for_named=True, **board)
    built.board.named.create(assignment=built.mission.assignments.get(person__identifier="BOB"))
    calling.head_of(TILLEULS, SONIA)
    now = timezone.now()
    built.run = calling.convene(calling.official(built.session, built.mission, at=now), at=now, addresses=addresses())
    return built


built = kept(convened)


@pytest.fixture
def postmaster(settings):
    keeper = mail_server.Postmaster()
    with mail_server.listening(keeper) as server:
        settings.MASSICOT_EMAIL_URL = f"smtp://{server.host}:{server.port}"
        yield keeper


@pytest.fixture
def sent(massicot, postmaster):
    """Send what waits; give the mails to one address since the last time."""
    seen = set()

    def act(address):
        massicot("work", "--once")
        new = [row for row in postmaster.accepted if row["To"] == address and row["Message-ID"] not in seen]
        seen.update(row["Message-ID"] for row in postmaster.accepted)
        return new

    return act


def change(mission, change_of):
    """Change the hours of a mission, each as `change_of` says: None takes it out."""
    row = queries.mission_by_id(mission.session.code, mission.pk)
    hours = [changed for one in queries.activity_values(row) if (changed := change_of(one)) is not None]
    told = {"seen": row.revision, "values": queries.values_of(row), "activities": hours, "reason": "Reportée"}
    services.change_mission(mission_id=row.pk, is_outside_meant=True, by=ODILE, at=timezone.now(), **told)


def reissue(mission, seed="again"):
    draw = calling.draws.from_seed(seed)
    return services.reissue_letters(
        mission_id=mission.pk, addresses=addresses(), draw=draw, by=ODILE, at=timezone.now()
    )


def cancel(run, reason):
    services.cancel_run(run_id=run.pk, reason=reason, addresses=addresses(), by=ODILE, at=timezone.now())


def calendars(message):
    """Map what each calendar file of a mail does to the sequence of each event, by identifier."""
    files = [part for part in message.iter_attachments() if part.get_filename().endswith(".ics")]
    read = [vobject.readOne(part.get_payload(decode=True).decode()) for part in files]
    return {one.method.value: {event.uid.value: event.sequence.value for event in one.vevent_list} for one in read}


def text_of(message, end=".pdf"):
    (pdf,) = [part.get_content() for part in message.iter_attachments() if part.get_filename().endswith(end)]
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def later(one, days=1):
    return replace(one, day=one.day + timedelta(days=days))


def test_a_mission_moved_by_a_day_moves_every_event_and_takes_none_out(built, sent):
    (first,) = map(calendars, sent(BOB))
    change(built.mission, later)
    reissue(built.mission)
    (again,) = map(calendars, sent(BOB))
    assert first["PUBLISH"].keys() == again["PUBLISH"].keys()
    assert (set(first["PUBLISH"].values()), set(again["PUBLISH"].values())) == ({"0"}, {"2"})
    assert "CANCEL" not in again


def test_a_day_that_fell_away_is_taken_out_of_the_calendar_under_its_identifier(built, sent):
    (first,) = map(calendars, sent(BOB))
    last = max(one.day for one in queries.activity_values(built.mission))
    change(built.mission, lambda one: None if one.day == last else one)
    reissue(built.mission)
    (mail,) = sent(BOB)
    again = calendars(mail)
    assert again["CANCEL"].keys() == first["PUBLISH"].keys() - again["PUBLISH"].keys()
    assert (len(again["PUBLISH"]), list(again["CANCEL"].values())) == (2, ["1"])
    assert "ôte de votre agenda" in mail.get_body().get_content()


def test_what_fell_away_of_a_letter_that_never_left_is_still_taken_out(built, sent):
    (first,) = map(calendars, sent(BOB))
    days = sorted({one.day for one in queries.activity_values(built.mission)})
    change(built.mission, lambda one: None if one.day == days[1] else one)
    reissue(built.mission)
    change(built.mission, lambda one: replace(one, title="Corrections") if one.title == "Correction" else one)
    reissue(built.mission, "third")
    (mail,) = sent(BOB)
    third = calendars(mail)
    assert third["CANCEL"].keys() == first["PUBLISH"].keys() - third["PUBLISH"].keys()
    assert set(third["CANCEL"].values()) == {"3"}
    assert set(third["PUBLISH"].values()) == {"4"}


def test_whoever_is_no_longer_named_for_the_board_alone_gets_it_taken_out(built, sent):
    sent(BOB)
    built.board.named.all().delete()
    assert reissue(built.mission) == 1
    (mail,) = sent(BOB)
    assert [uid.partition(".")[2] for uid in calendars(mail)["CANCEL"]] == [f"{built.board.pk}@massicot"]


def test_heads_get_one_list_when_a_run_is_cancelled(built, sent):
    sent(SONIA)
    services.cancel_run(
        run_id=built.run.pk, reason="Épreuve reportée", addresses=addresses(), by=ODILE, at=timezone.now()
    )
    (mail,) = sent(SONIA)
    said = mail.get_body().get_content()
    assert all(
        word in said for word in ("Bob BADIANE", "Charlie CANNELLE", "Épreuve reportée", "ne sont plus attendus")
    )
    assert ("ma-convocation" in said, list(mail.iter_attachments())) == (False, [])


def test_a_head_who_was_not_told_of_the_run_yet_is_told_of_its_end_alone(built, sent):
    cancel(built.run, "Reportée")
    assert [mail["Subject"].split()[1] for mail in sent(SONIA)] == ["annulées,"]
    with pytest.raises(runs.RunIsCancelled):
        cancel(built.run, "Encore")
    assert sent(SONIA) == []


def test_whoever_has_no_address_is_told_by_their_head_that_their_letter_is_cancelled(built, sent):
    sent(SONIA)
    Person.objects.filter(identifier="CHARLIE").update(email="")
    for identifier in ("BOB", "CHARLIE"):
        (row,) = calling.letters(assignment__person__identifier=identifier)
        said = {"code": row.code, "reason": "Congé", "addresses": addresses(), "by": ODILE, "at": timezone.now()}
        services.cancel_convocation(**said)
    (mail,) = sent(SONIA)
    assert [name in mail.get_body().get_content() for name in ("CANNELLE", "BADIANE")] == [True, False]


def test_a_list_whose_letters_are_all_void_before_it_leaves_stays_back_and_says_why(built, sent):
    for row in calling.letters():
        said = {"code": row.code, "reason": "Congé", "addresses": addresses(), "by": ODILE, "at": timezone.now()}
        services.cancel_convocation(**said)
    assert sent(SONIA) == []
    assert "give this letter up" in Letter.objects.get(to=SONIA).said


def test_heads_get_the_letters_anew_of_those_whose_letter_changed(built, sent):
    sent(SONIA)
    Person.objects.filter(identifier="CHARLIE").update(surname="CARDAMOME", email="")
    reissue(built.mission)
    (mail,) = sent(SONIA)
    said = mail.get_body().get_content()
    assert ("CARDAMOME" in said, "BADIANE" in said, "ma-convocation" in said) == (True, False, False)
    charlie = calling.letters(assignment__person__identifier="CHARLIE")[-1]
    assert charlie.issue == 2
    assert charlie.code in text_of(mail)
