"""The envelope checked on the screen: scans answered one by one, the envelope closed, opened again."""

import json
from uuid import uuid4

import pytest

from massicot.batches import queries
from massicot.batches.models import EnvelopeTally
from massicot.batches.queries import BatchState
from tests import world
from tests.cast import MARC
from tests.keeping import kept
from tests.web.markingcentre.desk import Desk, address, text_of, token_of

pytestmark = pytest.mark.django_db

built = kept(world.batched)


@pytest.fixture
def desk(built):
    """Two batches, their sheets printed."""
    return Desk(built)


def post_scans(desk, scans, batch=None):
    """Scan as the script of the box does."""
    body = json.dumps({"scans": scans, "person": token_of(MARC)})
    where = address("scan_envelope", batch or desk.wood)
    return desk.client.post(where, body, content_type="application/json", headers={"accept": "application/json"})


def scan(desk, *codes, batch=None):
    """Scan, and give the outcomes and the figures."""
    scans = [{"id": str(uuid4()), "code": code} for code in codes]
    answer = post_scans(desk, scans, batch)
    assert answer.status_code == 200
    said = answer.json()
    assert [one["id"] for one in said["outcomes"]] == [one["id"] for one in scans]
    return said["outcomes"], said["figures"]


def numbers(desk):
    return queries.numbers_of(desk.wood.pk)


def test_each_scan_is_answered_with_its_mood_and_the_figures(desk):
    own, stranger = numbers(desk)[0], queries.numbers_of(desk.water.pk)[0]
    outcomes, figures = scan(desk, own, own, stranger, "00000042W", "12")
    assert [one["mood"] for one in outcomes] == ["right", "double", "foreign", "foreign", "unreadable"]
    assert desk.water.code in outcomes[2]["sentence"]
    assert outcomes[0]["lines"] == {own: {"state": "seen", "text": "vue"}}
    assert figures == {"seen": 1, "remaining": 7}


def test_a_scan_sent_twice_counts_once(desk):
    body = json.dumps({"scans": [{"id": str(uuid4()), "code": numbers(desk)[0]}], "person": token_of(MARC)})
    answers = [
        desk.client.post(address("scan_envelope", desk.wood), body, content_type="application/json").json()
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert answers[0]["outcomes"][0]["mood"] == "right"


def test_a_scan_of_a_closed_envelope_is_refused_and_leaves_the_queue(desk):
    world.seal(desk.wood)
    outcomes, _ = scan(desk, numbers(desk)[0])
    assert outcomes[0]["mood"] == "refused"


def test_without_script_the_box_posts_one_code(desk):
    answer = desk.post("scan_envelope", desk.wood, code=numbers(desk)[0].lower())
    assert (answer.status_code, answer["Location"]) == (303, address("concordance", desk.wood))
    page = desk.read("concordance", desk.wood)
    assert numbers(desk)[0][:4] in page
    assert queries.count_unchecked(desk.wood.pk) == 7


def test_an_envelope_is_closed_after_its_last_script(desk):
    assert desk.post("seal", desk.wood, counted=8).status_code == 422
    scan(desk, *numbers(desk))
    assert desk.post("seal", desk.wood, counted=7).status_code == 422
    answer = desk.post("seal", desk.wood, counted=8)
    assert (answer.status_code, answer["Location"]) == (303, address("batch_list") + "?state=to-check")
    assert queries.batch_by_code(desk.wood.code).state is BatchState.READY


def test_after_the_last_envelope_the_whole_list_is_shown(desk):
    world.seal(desk.water)
    scan(desk, *numbers(desk))
    assert desk.post("seal", desk.wood, counted=8)["Location"] == address("batch_list")


def test_what_was_typed_stays_when_the_closing_is_refused(desk):
    answer = desk.post("seal", desk.wood, counted=7)
    assert 'value="7"' in answer.content.decode()
    assert "8" in text_of(answer)


def test_a_torn_label_is_checked_by_hand(desk):
    torn, *others = numbers(desk)
    scan(desk, *others)
    assert desk.post("vouch", desk.wood, number=torn, reason="").status_code == 422
    assert desk.post("vouch", desk.wood, number="00000042W", reason="Torn").status_code == 422
    spaced = f"{torn[:4]} {torn[4:8]} {torn[8].lower()}"
    assert desk.post("vouch", desk.wood, number=spaced, reason="Torn").status_code == 303
    assert queries.count_unchecked(desk.wood.pk) == 0


def test_an_envelope_is_opened_again_with_a_reason(desk):
    world.seal(desk.wood)
    assert desk.post("unseal", desk.wood, reason="").status_code == 422
    assert desk.post("unseal", desk.wood, reason="A doubt").status_code == 303
    assert queries.count_unchecked(desk.wood.pk) == 8


def test_closing_is_the_first_act_of_the_page_once_every_script_was_seen(desk):
    button = '<button data-closes="remaining"{}>'
    assert button.format(' class="secondary outline"') in desk.get("concordance", desk.wood).content.decode()
    scan(desk, *numbers(desk))
    assert button.format("") in desk.get("concordance", desk.wood).content.decode()


def test_a_closed_envelope_shows_no_box(desk):
    assert "data-scan" in desk.get("concordance", desk.wood).content.decode()
    world.seal(desk.wood)
    assert "data-scan " not in desk.get("concordance", desk.wood).content.decode()


def test_scans_that_cannot_be_opened_are_thrown_away_on_the_page_of_their_envelope(desk):
    first, second, *_ = numbers(desk)
    scan(desk, first)
    EnvelopeTally.objects.update(sealed=b"altered")
    answer = post_scans(desk, [{"id": str(uuid4()), "code": second}])
    assert answer.status_code == 422
    assert "contrôle à nouveau l’enveloppe" in answer.json()["error"]
    page = desk.read("concordance", desk.wood)
    assert "ne s’ouvre plus" in page
    assert "Scannez chaque copie" not in page
    assert desk.post("seal", desk.wood, counted=8).status_code == 422
    assert desk.post("throw_checks_away", desk.wood).status_code == 303
    page = desk.read("concordance", desk.wood)
    assert "contrôlez l’enveloppe depuis la première copie" in page
    assert "ne s’ouvre plus" not in page
    assert [one["mood"] for one in scan(desk, first, second)[0]] == ["right", "right"]
    assert "rien n’a été jeté" in text_of(desk.post("throw_checks_away", desk.wood))
