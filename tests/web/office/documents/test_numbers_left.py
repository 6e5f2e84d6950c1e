"""Names beside numbers, and numbers in the order of seats, once they have left their centre: printed for nobody.

The parcel of one centre has left, that of the other has not. One person of the office would else read whose script is
whose while it is being marked, which takes two persons for one script.
"""

import io
import zipfile

import pytest
from django.urls import reverse

from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.consignments import queries as parcels
from massicot.jobs import queries as jobs
from massicot.jobs.rules import JobState, Work
from tests import later_world, world
from tests.cast import CEDRES, KEY, MURIERS
from tests.keeping import kept
from tests.web.office.reading import taken_whole, words_of
from tests.web.office.working import work
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

PAPER = ["BTS-2017", "CGE"]
SLUGS = {"labels": "etiquettes", "anonymity-lists": "listes-anonymat"}
OF_NUMBERS = pytest.mark.parametrize("kind", SLUGS)
REFUSED = f"Toutes les copies numérotées de {CEDRES} sont parties : noms et numéros ne s’impriment plus ensemble."

packed = kept(world.packed)


@pytest.fixture
def open_office(settings, tmp_path):
    """Sign somebody of the office in, the key in its place."""
    (tmp_path / "anonymity.key").write_text(KEY.secret.hex(), encoding="ascii")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "anonymity.key")
    return lambda built: visitor(built, "office")


def print_one(office, kind, uai):
    return office.post(reverse("office:print_one", args=PAPER), {"kind": kind, "code": uai})


def ask(office, kind, order="all", **typed):
    """Ask for a ZIP; give the address of its work."""
    address = reverse("office:documents_of_kind", args=[*PAPER, SLUGS[kind]])
    return office.post(address, {"order": order} | typed)["Location"]


def files_at(office, page):
    return zipfile.ZipFile(io.BytesIO(taken_whole(office.post(f"{page}fichier/")))).namelist()


def send(built, uai=CEDRES):
    for parcel in parcels.parcels_of(built.paper.pk, uai):
        world.send(parcel.code)


@pytest.mark.both("what has left is counted by the database")
@OF_NUMBERS
def test_one_is_printed_until_its_centre_has_sent_all_its_numbers(packed, open_office, kind):
    office = open_office(packed)
    assert print_one(office, kind, CEDRES).content.startswith(b"%PDF")
    send(packed)
    before = audit.acts_of(candidates.day_subject(packed.paper, CEDRES))
    answer = print_one(office, kind, CEDRES)
    assert (answer.status_code, REFUSED in words_of(answer)) == (422, True)
    assert audit.acts_of(candidates.day_subject(packed.paper, CEDRES)) == before
    assert print_one(office, kind, MURIERS).content.startswith(b"%PDF")
    assert print_one(office, "registers", CEDRES).content.startswith(b"%PDF")


@OF_NUMBERS
@pytest.mark.parametrize("is_lifted", [False, True])
def test_the_office_alone_reads_no_number_while_it_is_marked_and_none_by_paper_afterwards(
    packed, open_office, kind, is_lifted
):
    handed_out = world.handed_out(world.received(world.arrived(packed)))
    later_world.lifted(handed_out) if is_lifted else later_world.locked(handed_out)
    office = open_office(packed)
    for uai in (CEDRES, MURIERS):
        answer = print_one(office, kind, uai)
        assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (422, "text/html")
    page = ask(office, kind)
    work()
    assert "droit d’accès" in words_of(office.get(page))
    assert office.post(f"{page}fichier/").status_code == 410


@pytest.mark.both("what has left is counted by the database")
@OF_NUMBERS
def test_all_are_those_whose_numbers_are_there_and_who_is_left_out_is_said(packed, open_office, kind):
    office = open_office(packed)
    send(packed)
    page = ask(office, kind)
    work()
    said = "1 centre est laissé de côté : toutes ses copies numérotées sont parties"
    assert f"1 document est prêt. {said}" in words_of(office.get(page))
    assert "ne s’impriment plus ensemble (Lycée des Cèdres)" in words_of(office.get(page))
    assert files_at(office, page) == [f"{SLUGS[kind]}-CGE-{MURIERS}.pdf", "manifest.csv"]


def test_where_none_is_left_to_print_the_work_is_refused(packed, open_office):
    office = open_office(packed)
    send(packed)
    page = ask(office, "labels", "ticked", only=[CEDRES])
    work()
    (job,) = jobs.last_jobs([Work.PRINT], 1)
    assert (job.state, jobs.result_box(job, KEY).names()) == (JobState.FAILED, [])
    assert REFUSED in words_of(office.get(page))


def test_what_was_asked_for_before_and_is_printed_afterwards_is_left_out(packed, open_office):
    office = open_office(packed)
    page = ask(office, "anonymity-lists")
    send(packed)
    work()
    assert files_at(office, page) == [f"listes-anonymat-CGE-{MURIERS}.pdf", "manifest.csv"]


def test_what_was_printed_before_is_still_taken_from_its_box_within_the_hour(packed, open_office):
    office = open_office(packed)
    page = ask(office, "labels")
    work()
    send(packed)
    assert files_at(office, page) == [*(f"etiquettes-CGE-{uai}.pdf" for uai in (CEDRES, MURIERS)), "manifest.csv"]


@OF_NUMBERS
def test_its_page_says_until_when_it_is_printed(packed, open_office, kind):
    address = reverse("office:documents_of_kind", args=[*PAPER, SLUGS[kind]])
    said = "Ce document ne s’imprime plus pour un centre dont toutes les copies numérotées sont parties."
    assert said in words_of(open_office(packed).get(address))
