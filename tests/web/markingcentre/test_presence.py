"""Who came: a morning keyed by exceptions or letter by letter, the list to be signed, the day that is sent."""

from datetime import time
from io import BytesIO

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from massicot.absences.rules import Who
from massicot.absences.rules.absences import SaidOfAbsence
from massicot.accounts.queries import account_by_email
from massicot.core.actor import SYSTEM, Role
from massicot.exams.models import Session
from massicot.markers import services as marker_acts
from massicot.markers.models import Marker
from massicot.missions.rules.hours import HalfDay
from massicot.presence import services as presence_acts
from massicot.presence.models import DayRegister, PresenceLine
from massicot.web.shared.letter_addresses import page_address
from tests import world
from tests.cast import CEDRES, KEY, MURIERS, ODILE, PERRIN
from tests.deposits import papers
from tests.hostile.client import HostileClient
from tests.keeping import kept
from tests.missions.calling import FIRST
from tests.presence import registers
from tests.presence.registers import ABSENT, AFTERNOON, PRESENT, UNKNOWN, add, confirm, convene, key, letter_of, said
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db
MARC_OF_MURIERS = "marc@muriers.invalid"
HERE = (PERRIN, "BTS-2017")
DAY = (*HERE, FIRST.isoformat())
MORNING = (*DAY, "matin")


def built_with_batches():
    """Bob and Charlie are called to the centre that marks."""
    return convene(world.batched(), "BOB", "CHARLIE")


built = kept(built_with_batches)


@pytest.fixture
def marc(built) -> HostileClient:
    return visitor(built, "marking-centre")


def address(name, arguments=MORNING):
    return reverse(f"markingcentre:{name}", args=arguments)


def read(client, name, arguments=MORNING):
    answer = client.get(address(name, arguments))
    assert answer.status_code == 200
    return text_of(answer)


def text_of(answer):
    return " ".join(html.fromstring(answer.content.decode()).text_content().split())


def send(client, name, arguments=MORNING, **typed):
    return client.post(address(name, arguments), typed)


def press(client, identifier, word, seen=UNKNOWN):
    return send(client, "key_presence", person=registers.person(identifier).pk, seen=seen, word=word)


def test_the_days_say_how_far_each_register_is(built, marc):
    assert "1 juin 2017 2 0 0 4 à saisir" in read(marc, "registers", HERE).replace("1er", "1")
    registers.keyed(built)
    assert "2 3 1 0 saisie, à transmettre" in read(marc, "registers", HERE)
    registers.send(built)
    assert "2 3 1 0 transmise au bureau des examens" in read(marc, "registers", HERE)


def test_a_morning_is_keyed_by_exceptions(built, marc):
    answer = press(marc, "CHARLIE", ABSENT)
    line = f"#line-{registers.person('CHARLIE').pk}"
    assert (answer.status_code, answer.url) == (303, address("half_register") + line)
    answer = send(marc, "confirm_half", others_count=1, signatures=1, others="present")
    assert (answer.status_code, answer.url) == (303, address("day_register", DAY))
    assert said(built) == {"BOB": PRESENT, "CHARLIE": ABSENT}


def test_a_list_signed_by_one_more_says_to_add_them_and_keeps_what_was_typed(built, marc):
    answer = send(marc, "confirm_half", others_count=2, signatures=3, others="present")
    assert answer.status_code == 422
    page = html.fromstring(answer.content.decode())
    assert "ajoutez" in page.xpath("string(//*[@id='confirmation']//*[@role='alert'])")
    assert page.get_element_by_id("signatures_signatures").get("value") == "3"


def test_the_letter_of_whoever_queues_is_scanned_as_an_address_or_a_code(built, marc):
    code = letter_of("BOB").code
    assert send(marc, "read_letter", code=page_address(code)).status_code == 303
    assert said(built)["BOB"] is PRESENT
    assert "était déjà" in text_of(marc.post(address("read_letter"), {"code": code}, follow=True))
    refused = send(marc, "read_letter", code="B-BTS-2017-CGE-0001")
    assert refused.status_code == 422
    assert "M-" in text_of(refused)


def test_who_came_uncalled_is_added_by_name_and_taken_off(built, marc):
    assert send(marc, "add_uncalled", who="amande").status_code == 303
    page = read(marc, "half_register")
    assert "AMANDE Alice ALICE" in page
    assert "Retirer de la liste" in page
    press(marc, "ALICE", UNKNOWN, seen=PRESENT)
    assert "AMANDE" not in read(marc, "half_register")
    assert send(marc, "add_uncalled", who="zoé").status_code == 422


def test_a_delay_is_noted_and_shown_on_the_line(built, marc):
    confirm(built, 2, 2)
    bob = registers.person("BOB").pk
    assert send(marc, "note_hours", person=bob, arrived_at="9:40", left_at="").status_code == 303
    assert PresenceLine.objects.get(person=bob).arrived_at == time(9, 40)
    assert "9 h 40" in read(marc, "half_register").replace("\N{NO-BREAK SPACE}", " ")
    for hour, told in (("14:00", "14 h est dans l’autre moitié"), ("6:10", "attendue à 9 h")):
        refused = send(marc, "note_hours", person=bob, arrived_at=hour)
        assert (refused.status_code, told in text_of(refused).replace("\N{NO-BREAK SPACE}", " ")) == (422, True)


def test_nobody_is_offered_to_be_noted_late_before_somebody_is_present(built, marc):
    assert "Personne n’est encore noté présent" in read(marc, "half_register")
    key(built, "BOB", PRESENT)
    assert "Personne n’est encore noté présent" not in read(marc, "half_register")


def test_whoever_left_in_the_morning_is_marked_on_the_list_of_the_afternoon(built, marc):
    key(built, "BOB", PRESENT)
    registers.note(built, "BOB", None, time(11))
    page = read(marc, "half_register", (*DAY, "apres-midi")).replace("\N{NO-BREAK SPACE}", " ")
    assert page.count("parti le matin, à 11 h") == 1


def test_a_signature_of_somebody_who_is_of_no_pool_is_not_counted(built, marc):
    refused = send(marc, "add_uncalled", who="zoé")
    assert "ne comptez pas sa signature" in text_of(refused)
    refused = send(marc, "confirm_half", others_count=2, signatures=3, others="present")
    assert "hors vivier" in text_of(refused)


def test_a_code_of_no_letter_is_told_apart_from_what_is_no_code(marc):
    assert "Aucune convocation ne porte le code M-AAAAA-BBBBB" in text_of(
        send(marc, "read_letter", code="M-AAAAA-BBBBB")
    )


def test_a_line_keyed_on_an_old_page_is_told(built, marc):
    key(built, "BOB", ABSENT)
    answer = press(marc, "BOB", PRESENT)
    assert answer.status_code == 422
    assert "sur un autre écran" in text_of(answer)


def test_a_confirmation_is_taken_back_with_a_reason(built, marc):
    confirm(built, 2, 2)
    assert send(marc, "take_back_half", reason="").status_code == 422
    assert send(marc, "take_back_half", reason="mauvais jour").status_code == 303
    assert set(said(built).values()) == {UNKNOWN}


def test_the_day_goes_to_the_office_and_can_be_keyed_no_more(built, marc):
    registers.confirm(built, 2, 2, at=registers.EVENING)
    refused = send(marc, "send_register", DAY, remark="")
    assert refused.status_code == 422
    assert "l’après-midi" in text_of(refused)
    assert send(marc, "send_register", DAY, remark="liste égarée").status_code == 303
    assert "Une erreur à corriger" in read(marc, "day_register", DAY)
    page = read(marc, "half_register")
    assert "Absent" not in [button.strip() for button in page.split("Saisir")]
    answer = press(marc, "BOB", ABSENT, seen=PRESENT)
    assert (answer.status_code, "appelez-le" in text_of(answer)) == (422, True)


def test_the_list_to_be_signed_is_a_document_by_name_or_by_mission(built, marc):
    convene(built, "BOB", title="Réunion", hours=(18, 19))
    for query, pages in (({}, 2), ({"ordre": "mission"}, 2)):
        answer = marc.get(address("print_register", DAY), query)
        assert answer["Content-Type"] == "application/pdf"
        pdf = pypdf.PdfReader(BytesIO(answer.content))
        assert len(pdf.pages) == pages
        assert pdf.pages[1].extract_text().count("BADIANE") == pages - (not query)


def test_a_day_on_which_nobody_is_called_prints_nothing(marc):
    nobody = (*HERE, "2017-12-24")
    assert marc.get(address("print_register", nobody)).status_code == 422
    assert "Personne n’est attendu" in read(marc, "day_register", nobody)


def test_the_registers_of_another_centre_or_of_no_day_are_not_there(marc):
    for arguments in ((CEDRES, "BTS-2017"), (PERRIN, "BTS-1999")):
        assert marc.get(address("registers", arguments)).status_code == 404
    for wrong in ((*HERE, "hier"), (*HERE, "2017-02-30")):
        assert marc.get(address("day_register", wrong)).status_code == 404
    assert marc.get(address("half_register", (*DAY, "soir"))).status_code == 404


def test_a_session_that_calls_nobody_to_a_place_has_no_register_there(built):
    marker_acts.appoint(email=MARC_OF_MURIERS, role=Role.MARKING_CENTRE, scope=MURIERS, by=SYSTEM, at=registers.NINE)
    client = HostileClient()
    client.force_login(account_by_email(MARC_OF_MURIERS))
    there = (MURIERS, "BTS-2017", FIRST.isoformat(), "matin")
    assert client.get(address("half_register", there)).status_code == 404
    assert send(client, "add_uncalled", there, who="amande").status_code == 404
    convene(built, "ALICE", title="Réunion", place=MURIERS)
    assert client.get(address("half_register", there)).status_code == 200


def test_a_line_made_up_names_nobody_whom_the_session_does_not_call(built, marc):
    Marker.objects.filter(person__identifier="ALICE").delete()
    answer = send(marc, "key_presence", person=registers.person("ALICE").pk, seen="unknown", word="present")
    assert (answer.status_code, "AMANDE" in text_of(answer)) == (422, False)


def test_the_page_of_a_half_day_asks_no_more_however_many_are_on_it(built, marc, django_assert_max_num_queries):
    add(built, "ALICE")
    with django_assert_max_num_queries(14):
        read(marc, "half_register")


def test_the_office_is_called_by_a_press(built, marc):
    Session.objects.update(office_telephone="04 65 71 00 00")
    assert 'href="tel:0465710000"' in marc.get(address("half_register")).content.decode()


def test_a_half_day_that_is_convened_since_asks_to_be_confirmed_again(built, marc):
    confirm(built, 2, 2, half=AFTERNOON, at=registers.EVENING)
    convene(built, "ALICE", title="Remplacement")
    page = read(marc, "half_register", (*DAY, "apres-midi"))
    assert "1 personne a été convoquée depuis" in page
    assert "La dernière était présente" in page


def test_whoever_is_announced_absent_is_marked_until_somebody_keys_them(marc, built):
    about = {"halves": [(FIRST, HalfDay.MORNING)], "said": SaidOfAbsence(), "way": Who.OFFICE}
    called = letter_of("CHARLIE").assignment_id
    presence_acts.announce_absence(assignment_id=called, **about, by=ODILE, at=registers.QUEUE)
    assert read(marc, "half_register").count("absence annoncée") == 1
    key(built, "CHARLIE", ABSENT)
    assert "absence annoncée" not in read(marc, "half_register")


def test_a_copy_of_the_signed_list_goes_with_the_register_and_the_office_opens_it(marc, built, settings, tmp_path):
    file = tmp_path / "key"
    file.write_text(KEY.secret.hex(), encoding="ascii")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(file)
    registers.keyed(built)
    scan = SimpleUploadedFile("liste.jpg", papers.photograph())
    assert send(marc, "send_register", DAY, remark="", scan=scan).status_code == 303
    assert "Une copie de la liste signée l’accompagne" in read(marc, "day_register", DAY)
    page = visitor(built, "office").get(reverse("office:register", args=["BTS-2017", PERRIN, FIRST.isoformat()]))
    code = DayRegister.objects.get().scan
    assert reverse("office:deposit", args=[code]) in page.content.decode()
