"""Letters on paper: a control run in one file, a run with one file for each institution, whom no mail reaches first."""

import io
import re
from datetime import timedelta

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.missions.models import Convocation
from massicot.missions.rules import runs
from massicot.persons.models import Person, Situation
from massicot.web.shared.letter_addresses import addresses
from tests import world
from tests.cast import CEDRES, ODILE, TILLEULS
from tests.keeping import kept
from tests.missions import calling
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
built = kept(world.opened)


@pytest.fixture
def office(built, settings):
    settings.MASSICOT_EMAIL_URL = "smtp://mail.invalid"
    return signed_in(ODILE.login)


@pytest.fixture
def mission(built):
    row = calling.mission(built.session, built.paper, first=timezone.localdate() + timedelta(days=20))
    calling.put(row, "ALICE", "BOB", "CHARLIE")
    return row


@pytest.fixture
def convened(built, mission):
    """Convene Alice, Bob and Charlie, of whom some have no address."""

    def act(*without):
        Person.objects.filter(identifier__in=without).update(email="")
        now = timezone.now()
        return calling.convene(calling.official(built.session, mission, at=now), at=now, addresses=addresses())

    return act


def address(name, run, *more):
    return reverse(f"office:{name}", args=["BTS-2017", run.pk, *more])


def pages(answer):
    assert answer["Content-Type"] == "application/pdf"
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages]


def who(answer):
    text = "".join(pages(answer))
    return [name for name in ("AMANDE", "BADIANE", "CANNELLE") if name in text]


def links(answer):
    return re.findall(r'href="([^"]*/sur-papier/[^"]+)"', answer.content.decode())


def test_the_letters_of_a_control_run_are_one_file_with_its_watermark(office, built, mission):
    control = calling.checked(built.session, mission, at=timezone.now())
    (link,) = re.findall(
        r'href="([^"]*/a-controler/[^"]+)"', office.get(address("convocation_run", control)).content.decode()
    )
    answer = office.get(link)
    assert who(answer) == ["AMANDE", "BADIANE", "CANNELLE"]
    assert all("CONTRÔLE" in page for page in pages(answer))
    assert not Convocation.objects.exists()


def test_a_control_run_of_many_is_several_files(office, built, mission, monkeypatch):
    monkeypatch.setattr(runs, "PART", 2)
    control = calling.checked(built.session, mission, at=timezone.now())
    page = office.get(address("convocation_run", control)).content.decode()
    assert re.findall(r"Lettres (\d+) à (\d+)", page) == [("1", "2"), ("3", "3")]
    assert [len(pages(office.get(address("letters_of_part", control, part)))) for part in (1, 2)] == [2, 1]
    assert office.get(address("letters_of_part", control, 3)).status_code == 404


def test_a_letter_to_check_says_what_is_so_when_it_is_looked_at(office, built, mission):
    control = calling.checked(built.session, mission, at=timezone.now())
    Person.objects.filter(identifier="BOB").update(surname="BAOBAB")
    assert "BAOBAB" in "".join(pages(office.get(address("letters_of_part", control, 1))))


def test_an_official_run_has_no_file_to_check(office, convened):
    assert office.get(address("letters_of_part", convened(), 1)).status_code == 404


def test_one_press_gives_the_letters_of_an_institution_that_no_mail_brings(office, convened):
    run = convened("BOB")
    assert address("letters_on_paper", run) in office.get(address("convocation_run", run)).content.decode()
    first, *others = links(office.get(address("letters_on_paper", run)))
    assert first == address("letters_of_institution", run, TILLEULS)
    assert who(office.get(first)) == ["BADIANE"]
    assert who(office.get(f"{first}?toutes")) == ["BADIANE", "CANNELLE"]
    assert others == [f"{first}?toutes", f"{address('letters_of_institution', run, CEDRES)}?toutes"]


def test_whoever_is_of_no_institution_has_a_file_of_their_own(office, convened):
    Situation.objects.filter(person__identifier="BOB").update(institution_uai="")
    run = convened("BOB", "CHARLIE")
    own = address("letters_of_person", run, Person.objects.get(identifier="BOB").pk)
    assert own in links(office.get(address("letters_on_paper", run)))
    assert who(office.get(own)) == ["BADIANE"]
    assert who(office.get(address("letters_of_institution", run, TILLEULS))) == ["CANNELLE"]


def test_somebody_of_an_institution_or_of_another_run_has_no_file_of_their_own(office, convened):
    run = convened("BOB")
    person = Person.objects.get(identifier="BOB").pk
    assert office.get(address("letters_of_person", run, person)).status_code == 404
    assert office.get(address("letters_of_institution", run, CEDRES)).status_code == 404


def test_a_run_that_is_cancelled_has_nothing_to_print(office, convened):
    run = convened("BOB")
    office.post(address("cancel_convocation_run", run), {"reason": "Épreuve reportée"})
    assert links(office.get(address("letters_on_paper", run))) == []
    assert office.get(address("letters_of_institution", run, TILLEULS)).status_code == 404
    assert address("letters_on_paper", run) not in office.get(address("convocation_run", run)).content.decode()
