"""The reception of one parcel, script by script: scanned, said by hand, closed; nothing is missing by default."""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from massicot.consignments import queries, services
from massicot.consignments.rules import Tick
from massicot.web.shared.refusals import grouped_in
from tests import world
from tests.cast import CLAIRE, MARC, PERRIN, TYPING
from tests.keeping import kept
from tests.web.markingcentre.desk import Desk, address, text_of, token_of
from tests.web.markingcentre.dock import Dock

pytestmark = pytest.mark.django_db
built = kept(world.arrived)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def dock(built):
    """Both parcels are here, nothing is ticked."""
    return Dock(built)


def spaced(number):
    """Write a number as pages do; what is none stays as it was typed."""
    return " ".join(grouped_in(number).split())


def say(dock, number, act, **headers):
    return dock.client.post(dock.address("tick_by_hand"), {"number": number, "act": act}, **headers)


def test_each_scan_is_answered_with_its_verdict_its_line_and_the_figures(dock):
    answer = dock.scan(dock.numbers[0].lower())
    (outcome,) = answer["outcomes"]
    assert (outcome["mood"], outcome["word"]) == ("right", "Pointée")
    assert outcome["lines"] == {dock.numbers[0]: {"state": "received", "text": "reçue"}}
    assert answer["figures"] == {"announced": 6, "received": 1, "missing": 0, "waiting": 5}


def test_a_group_of_scans_is_answered_one_by_one_in_its_order(dock):
    first, second, *_ = dock.numbers
    moods = dock.moods(first, second, first, dock.strangers[0], "12345", "00000001B")
    assert moods == ["right", "right", "double", "foreign", "unreadable", "foreign"]
    assert dock.ticks == {Tick.RECEIVED: 2, Tick.NOT_YET: 4}


def test_a_group_sent_again_after_a_lost_answer_changes_nothing(dock):
    codes, scan_ids = dock.numbers[:3], [str(uuid4()) for _ in range(3)]
    answers = [dock.scan(*codes, scan_ids=scan_ids) for _ in range(2)]
    assert answers[0] == answers[1]
    assert dock.ticks == {Tick.RECEIVED: 3, Tick.NOT_YET: 3}


def first_acts(dock):
    """List the buttons of the page that are not said more quietly."""
    page = html.fromstring(dock.get("reception").content.decode())
    return [button.text_content() for button in page.xpath("//main//button[not(@class)]")]


def test_one_act_comes_first_scanning_then_closing(dock):
    assert first_acts(dock) == ["Pointer"]
    dock.scan(*dock.numbers)
    assert first_acts(dock) == ["Clore la réception"]


def test_a_double_names_nobody_of_those_who_ticked_its_parcel(dock):
    for number in dock.numbers:
        dock.scan(number)
    (outcome,) = dock.scan(dock.numbers[0])["outcomes"]
    assert MARC.login not in outcome["sentence"]
    assert f"déjà pointée dans le paquet {dock.code}" in outcome["sentence"]
    dock.post("close_reception")
    (outcome,) = dock.scan(dock.numbers[0])["outcomes"]
    assert MARC.login not in outcome["sentence"]
    assert dock.code in outcome["sentence"]


def test_a_stray_is_offered_to_be_received_here_and_is_ticked_in_its_own_parcel(dock):
    stray = dock.strangers[0]
    (outcome,) = dock.scan(stray)["outcomes"]
    assert dock.other in outcome["sentence"]
    assert "Lycée des Mûriers" in outcome["sentence"]
    offer = outcome["offer"]
    answer = dock.client.post(offer["address"], offer["fields"], follow=True)
    assert dock.other in text_of(answer)
    assert dock.tick_of(stray) is Tick.RECEIVED
    assert "déjà" in dock.refused("receive_stray", number=stray)


def test_a_script_is_said_by_hand_received_missing_found_or_a_mistake(dock):
    number = dock.numbers[0]
    for act, tick in [
        ("received", Tick.RECEIVED),
        ("unticked", Tick.NOT_YET),
        ("missing", Tick.MISSING),
        ("found", Tick.RECEIVED),
    ]:
        assert say(dock, number, act)["Location"] == dock.address("reception")
        assert dock.tick_of(number) is tick


def test_by_hand_the_page_gets_the_line_back_and_the_figures(dock):
    number = dock.numbers[0]
    answer = say(dock, number, "missing", **HTMX)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    (line,) = html.fromstring(f"<table>{page}</table>").xpath(f"//tr[@id='line-{number}']")
    assert line.get("data-state") == "missing"
    assert 'data-figure="missing">1<' in page


def test_what_is_refused_by_hand_is_said_on_its_line(dock):
    number = dock.numbers[0]
    say(dock, number, "received")
    answer = say(dock, number, "missing", **HTMX)
    assert (answer.status_code, dock.tick_of(number)) == (422, Tick.RECEIVED)
    assert f"{spaced(number)} est" in text_of(answer)
    assert f"{spaced(number)} est" in dock.refused("tick_by_hand", number=number, act="missing")


def test_closing_is_refused_while_one_is_not_looked_for_and_leads_to_them(dock):
    dock.scan(*dock.numbers[:4])
    page = dock.refused("close_reception")
    assert "à chercher encore : 2." in page
    listed = dock.get("reception", tick="not-looked-for").content.decode()
    assert [number for number in dock.numbers if f'data-line="{number}"' in listed] == dock.numbers[4:]
    say(dock, dock.numbers[4], "missing")
    dock.scan(dock.numbers[5])
    assert dock.post("close_reception").status_code == 303
    assert dock.parcel.closed_at is not None


def test_a_closed_reception_still_finds_a_missing_script_and_takes_no_tick_back(dock):
    first, *others = dock.numbers
    dock.scan(*others)
    say(dock, first, "missing")
    dock.post("close_reception")
    assert "close" in dock.read("reception")
    assert dock.moods(others[0], first) == ["double", "found"]
    assert say(dock, first, "unticked").status_code == 422


def test_a_closed_reception_is_opened_again_with_a_reason(dock):
    dock.scan(*dock.numbers)
    dock.post("close_reception")
    dock.refused("reopen_reception", reason="")
    assert dock.post("reopen_reception", reason="Copie collée à une autre").status_code == 303
    assert dock.parcel.closed_at is None


def test_the_scripts_of_a_parcel_are_taken_away_with_their_state(dock):
    dock.scan(dock.numbers[0])
    lines = dock.get("reception", format="csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].endswith(";reçue")
    assert len(lines) == 7


def test_scans_that_cannot_be_read_are_refused_as_a_whole(dock):
    bodies = [" ", "[]", '{"scans": []}', '{"scans": [{"id": "x", "code": "1"}]}', '{"scans": [1]}', '{"scans": 1}']
    scans, mine = [{"id": str(uuid4()), "code": number} for number in dock.numbers * 4], {"person": token_of(MARC)}
    many, nobodys = json.dumps({"scans": scans} | mine), json.dumps({"scans": scans[:1]})
    for body in [*bodies, many, nobodys]:
        answer = dock.client.post(dock.address("scan_scripts"), body, content_type="application/json")
        assert (answer.status_code, list(answer.json())) == (422, ["error"])
    assert dock.ticks == {Tick.NOT_YET: 6}


def test_scans_of_whoever_was_signed_in_before_are_not_recorded_under_the_next_name(dock):
    page = html.fromstring(dock.get("reception").content.decode())
    assert page.xpath("//form[@data-scan]/@data-person") == [token_of(MARC)] != [token_of(CLAIRE)]
    scans = [{"id": str(uuid4()), "code": dock.numbers[0]}]
    body = json.dumps({"scans": scans, "person": token_of(CLAIRE)})
    answer = dock.client.post(dock.address("scan_scripts"), body, content_type="application/json")
    assert answer.status_code == 422
    assert "Une autre personne s’est connectée" in answer.json()["error"]
    assert dock.ticks == {Tick.NOT_YET: 6}


def test_without_a_script_the_number_is_typed_and_the_page_says_what_it_comes_to(dock):
    for code, word in ((dock.numbers[0], "Pointée"), (dock.numbers[0], "Déjà vue"), ("bof", "Illisible")):
        answer = dock.client.post(dock.address("scan_scripts"), {"code": code}, follow=True)
        assert f"{word} – {spaced(code)}" in text_of(answer)


def test_without_a_script_a_stray_opens_the_form_that_receives_it(dock):
    answer = dock.client.post(dock.address("scan_scripts"), {"code": dock.strangers[0]}, follow=True)
    page = html.fromstring(answer.content.decode())
    assert page.xpath("//details[@open]//input[@name='number']/@value") == [dock.strangers[0]]


@pytest.mark.both("statements are counted here")
def test_a_scan_takes_few_questions_to_the_database(dock):
    dock.scan(dock.numbers[0])
    with CaptureQueriesContext(connection) as asked:
        dock.scan(dock.numbers[1])
    assert len(asked) <= 20


@pytest.fixture
def counted(dock):
    """Give the dock a parcel without numbers, which comes to this centre as well."""
    parcel = world.packed_for_the_hub(dock.built)
    assert parcel.destination_uai == PERRIN
    world.send(parcel.code)
    services.receive_parcel(code=parcel.code, by=CLAIRE, at=TYPING)
    dock.code = parcel.code
    return dock


def test_a_parcel_without_numbers_is_counted_by_specialty(counted):
    assert "copies sans numéro" in counted.read("parcels")
    assert "90003 Métiers de l'image" in counted.read("reception")
    assert "en chiffres" in counted.refused("acknowledge_counts", **{"count-90003": "deux"})
    told = "90003, annoncé 2 et compté 1 (il manque une copie)"
    assert told in counted.refused("acknowledge_counts", **{"count-90003": "1"})
    typed = {"count-90003": "1", "reason": "Une seule"}
    assert counted.post("acknowledge_counts", **typed).status_code == 303
    assert queries.counted_specialties(counted.built.paper.pk) == {"90003": (2, 1)}
    assert "90003 Métiers de l'image 2 1 Une seule" in counted.read("reception")


@pytest.mark.both("the database searches and sorts here")
def test_a_number_is_searched_as_it_is_printed(dock):
    number = dock.numbers[2]
    page = dock.get("reception", cherche=f"{number[:4]} {number[4:8]} {number[8].lower()}").content.decode()
    assert html.fromstring(page).xpath("//tbody/tr/@data-line") == [number]


def test_a_tick_in_a_closed_reception_is_refused_and_the_way_back_is_told(dock):
    services.tick_scripts(code=dock.code, numbers=dock.numbers, by=MARC, at=TYPING)
    services.close_reception(code=dock.code, by=MARC, at=TYPING)
    answer = say(dock, dock.numbers[0], "unticked")
    assert answer.status_code == 422
    assert "rouvrez d’abord la réception" in text_of(answer)


def test_where_a_missing_script_is_leads_to_the_parcel_that_announced_it(dock):
    number = dock.numbers[0]
    say(dock, number, "missing")
    page = html.fromstring(Desk(dock.built).get("where", quoi=number).content.decode())
    (link,) = page.xpath("//main//a[@role='button']")
    assert (link.get("href"), dock.code in link.text) == (address("parcel", dock.parcel), True)


def told(refused):
    """Read the sentence of a refusal."""
    return html.fromstring(refused.content.decode()).xpath("string(//main//*[@role='alert'])").strip()


def test_what_another_clerk_did_meanwhile_is_refused_in_words(dock):
    dock.scan(*dock.numbers)
    dock.post("close_reception")
    assert told(dock.post("close_reception"))
    assert dock.post("receive_stray", number=dock.strangers[0]).status_code == 303
    assert "déjà" in told(dock.post("receive_stray", number=dock.strangers[0]))
    why = {"reason": "Copie collée à une autre"}
    assert dock.post("reopen_reception", **why).status_code == 303
    assert told(dock.post("reopen_reception", **why))
