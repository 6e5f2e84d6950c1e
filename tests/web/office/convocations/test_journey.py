"""The whole way: lists, letters to check, people convened, a letter opened and acknowledged, the office sees it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.missions.models import Convocation, ConvocationRun
from massicot.missions.rules import ConvocationState
from massicot.post import queries as post
from massicot.post.models import Letter
from massicot.web.shared.letter_addresses import addresses, page_address, personal_address
from tests import world
from tests.cast import ODILE
from tests.hostile.client import HostileClient
from tests.keeping import kept
from tests.missions import calling
from tests.web.office.working import work
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
built = kept(world.opened)


@pytest.fixture
def office(built):
    return signed_in(ODILE.login)


@pytest.fixture
def mission(built):
    first = timezone.localdate() + timedelta(days=20)
    row = calling.mission(built.session, built.paper, first=first)
    calling.put(row, "BOB", "CHARLIE")
    return row


@pytest.fixture
def run(built, mission):
    now = timezone.now()
    return calling.convene(calling.official(built.session, mission, at=now), at=now, addresses=addresses())


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\xa0", " ").split())


def here(address):
    """Give the path of an address of this site."""
    return "/" + address.split("/", 3)[3]


def test_letters_are_checked_then_people_convened(office, mission):
    answer = office.post(reverse("office:convocation_runs", args=["BTS-2017"]), {"missions": [mission.pk]})
    assert "Édition pour contrôle" in text(office.get(answer["Location"]))
    work()
    control = ConvocationRun.objects.get()
    assert "Bob BADIANE" in text(office.get(answer["Location"], follow=True))
    answer = office.post(reverse("office:ask_official_run", args=["BTS-2017", control.pk]))
    work()
    page = text(office.get(answer["Location"], follow=True))
    assert "Bob BADIANE" in page
    assert "2 sur 2 n’ont pas accusé réception" in page


def test_a_letter_to_check_is_a_file_that_convenes_nobody(office, built, mission):
    control = calling.checked(built.session, mission, at=timezone.now())
    assignment = mission.assignments.first()
    answer = office.get(reverse("office:letter_to_check", args=["BTS-2017", control.pk, assignment.pk]))
    assert answer.content.startswith(b"%PDF")
    assert not Convocation.objects.exists()


def test_the_link_of_the_mail_opens_and_acknowledges_that_letter(office, run):
    row = Convocation.objects.get(assignment__person__identifier="BOB")
    body = post.body_of(Letter.objects.get(occasion__endswith=row.code))
    assert personal_address(row.code) in body
    reader, address = HostileClient(), here(personal_address(row.code))
    assert "BADIANE" not in text(reader.get(address))
    assert reader.post(address).status_code == 303
    assert "BADIANE" in text(reader.get(address))
    assert reader.post(f"{address}accuser-reception/").status_code == 303
    assert "1 sur 2 n’a pas accusé réception" in text(office.get(reverse("office:home")))


def test_a_program_that_opens_every_link_changes_nothing(run):
    for row in Convocation.objects.all():
        for address in (page_address(row.code), personal_address(row.code), f"{personal_address(row.code)}lettre/"):
            HostileClient().get(here(address))
    assert not Convocation.objects.filter(events__isnull=False).exists()


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (ConvocationState.VALID, "est valable"),
        (ConvocationState.REPLACED, "a été remplacée"),
        (ConvocationState.CANCELLED, "est annulée"),
    ],
)
def test_the_page_of_the_code_says_whether_the_letter_holds_and_nothing_of_anybody(run, state, told):
    row = Convocation.objects.get(assignment__person__identifier="BOB")
    Convocation.objects.filter(pk=row.pk).update(state=state)
    page = text(HostileClient().get(here(page_address(row.code))))
    assert told in page
    assert not any(name in page.upper() for name in ("BADIANE", "CORRECTION", "TILLEULS", "CGE"))


def test_the_signature_of_one_page_opens_no_other(run):
    one, other = Convocation.objects.all()
    for address in (page_address(one.code), personal_address(one.code)):
        assert HostileClient().get(here(address).replace(one.code, other.code)).status_code == 404
    signature = page_address(one.code).split("/")[-2]
    assert HostileClient().get(reverse("shared:own_convocation", args=[one.code, signature])).status_code == 404


def test_a_run_is_cancelled_with_a_reason_and_its_letters_say_so(office, run):
    address = reverse("office:cancel_convocation_run", args=["BTS-2017", run.pk])
    assert office.post(address, {"reason": ""}).status_code == 422
    assert office.post(address, {"reason": "Épreuve reportée"}).status_code == 303
    assert set(Convocation.objects.values_list("state", flat=True)) == {ConvocationState.CANCELLED}
    row = Convocation.objects.first()
    refused = HostileClient().post(f"{here(personal_address(row.code))}accuser-reception/")
    assert refused.status_code == 422
    assert "est annulée" in text(refused)


def test_the_office_notes_who_was_told_and_what_came_back(office, run):
    one, other = Convocation.objects.order_by("code")
    told = {"codes": [one.code]}
    assert office.post(reverse("office:tell_convocations", args=["BTS-2017", run.pk]), told).status_code == 303
    back = reverse("office:note_came_back", args=[other.code])
    assert office.post(back, {"note": "adresse inconnue"}).status_code == 303
    assert "1 est revenue" in text(office.get(reverse("office:home")))
    assert "adresse inconnue" in text(office.get(reverse("office:convocation", args=[other.code])))
