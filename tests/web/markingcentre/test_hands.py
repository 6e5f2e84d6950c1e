"""Batches handed out and taken back on the screen, counted by both sides."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from massicot.batches import queries
from massicot.custody import queries as ledger
from massicot.exams import queries as exams
from massicot.exams.models import Paper
from tests import later_world, world
from tests.hands import stay_of
from tests.keeping import kept
from tests.web.markingcentre.desk import Desk, address, open_entry, put_key_back, text_of

pytestmark = pytest.mark.django_db

MISSING = "il manque un geste"

built = kept(world.sealed)


@pytest.fixture
def desk(built, settings, tmp_path):
    """Two batches, checked and closed; the server has the key."""
    put_key_back(settings, tmp_path)
    return Desk(built)


def hand_out(desk, marker="BOB", **typed):
    said = {"marker": marker, "denies_pupils": "on"} | desk.counts(desk.wood, marker)
    return desk.post("hand_out", desk.wood, **said | typed)


def alone(desk, **typed):
    return desk.post("take_back_alone", desk.wood, seen=stay_of(desk.wood), **typed)


def test_a_batch_goes_to_a_marker_who_counted_it(desk):
    answer = hand_out(desk, "bob")
    assert (answer.status_code, answer["Location"]) == (303, address("batch_list") + "?state=ready")
    assert ledger.holder_of_batch(desk.wood.code) == "BOB"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"own_count": 7}, "7"),
        ({"counted": 7}, "7"),
        ({"own_identifier": "CHARLIE"}, "CHARLIE"),
        ({"marker": "NOBODY", "own_identifier": "NOBODY"}, "NOBODY"),
        ({"own_count": ""}, ""),
    ],
)
def test_what_does_not_agree_is_named_and_what_was_typed_stays(desk, typed, said):
    answer = hand_out(desk, **typed)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert f'value="{typed.get("marker", "BOB")}"' in answer.content.decode()
    assert ledger.holder_of_batch(desk.wood.code) == ""


@pytest.mark.parametrize("asked", [{}, {"format": "csv"}, {"is_refused": "True"}, {"tri": "is_refused"}])
def test_no_list_tells_whose_pupils_a_batch_holds(desk, asked):
    """A batch of one, its list taken away, and its school would be that of whoever may not take it."""
    told = desk.get("hand_out", desk.wood, **asked).content.decode("utf-8-sig")
    assert all(name in told for name in ("ALICE", "BOB", "CHARLIE"))
    assert told.count("ALICE") == told.count("BOB") == told.count("CHARLIE")


def test_a_batch_of_few_scripts_goes_out_on_the_word_of_its_marker(desk):
    page = desk.read("hand_out", desk.water)
    assert "Il a peu de copies" in page
    assert "n’y reconnais aucun de mes élèves" in page
    counts = desk.counts(desk.water, "ALICE")
    assert desk.post("hand_out", desk.water, marker="ALICE", **counts).status_code == 422
    assert desk.post("hand_out", desk.water, marker="ALICE", **counts, denies_pupils="on").status_code == 303


def test_who_takes_it_is_listed_with_what_they_hold(desk):
    world.lend(desk.water, "BOB")
    page = desk.get("hand_out", desk.wood).content.decode()
    assert "?correcteur=BOB" in page
    assert "?correcteur=CHARLIE" in page
    assert "?correcteur=ALICE" in page
    assert "Lycée des Tilleuls" in page
    assert desk.water.code in page
    assert 'value="CHARLIE"' in desk.get("hand_out", desk.wood, correcteur="CHARLIE").content.decode()


@pytest.mark.both("the database searches and sorts here")
def test_the_list_of_who_may_take_it_is_searched_and_taken_away(desk):
    assert "?correcteur=BOB" not in desk.get("hand_out", desk.wood, cherche="charlie").content.decode()
    table = desk.get("hand_out", desk.wood, format="csv").content.decode("utf-8-sig")
    assert [line.split(";")[0] for line in table.splitlines()[1:]] == ["ALICE", "BOB", "CHARLIE"]


@pytest.mark.both("the database searches and sorts here")
def test_the_list_is_searched_by_name_and_school_and_sorted_by_school(desk):
    def listed(**asked):
        lines = desk.get("hand_out", desk.wood, format="csv", **asked).content.decode("utf-8-sig").splitlines()[1:]
        return [line.split(";")[:3] for line in lines]

    everybody = listed()
    assert listed(cherche="bob badiane") == [row for row in everybody if row[0] == "BOB"]
    assert listed(cherche="lycée des tilleuls") == [row for row in everybody if row[2] == "Lycée des Tilleuls"] != []
    schools = [row[2] for row in everybody]
    assert [row[2] for row in listed(tri="institution")] == sorted(schools)
    assert [row[2] for row in listed(tri="-institution")] == sorted(schools, reverse=True)


def test_without_the_key_no_batch_goes_out_and_the_page_says_so(built, settings, tmp_path):
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "nowhere")
    desk = Desk(built)
    assert 'role="alert"' in desk.get("hand_out", desk.wood).content.decode()
    answer = hand_out(desk)
    assert answer.status_code == 422
    assert str(tmp_path) not in answer.content.decode()
    assert ledger.holder_of_batch(desk.wood.code) == ""


def test_an_envelope_that_is_not_closed_leads_to_its_check(desk):
    queries.Batch.objects.filter(pk=desk.wood.pk).update(sealed_at=None)
    page = desk.get("hand_out", desk.wood).content.decode()
    assert address("concordance", desk.wood) in page
    assert hand_out(desk).status_code == 422


def test_a_batch_comes_back_counted_by_both(desk):
    world.lend(desk.wood, "BOB")
    assert 'value="BOB"' not in desk.get("take_back", desk.wood).content.decode()
    for off in ({"counted": 7}, {"own_count": 9}, {"own_identifier": "CHARLIE"}):
        assert desk.post("take_back", desk.wood, **desk.counts(desk.wood) | off).status_code == 422
    answer = desk.post("take_back", desk.wood, **desk.counts(desk.wood))
    assert (answer.status_code, answer["Location"]) == (303, address("roll_call"))
    assert queries.open_hand_out(desk.wood.pk) is None


def test_at_the_return_the_step_that_is_missing_is_said(desk):
    hand_out(desk)
    world.lend(desk.water, "BOB")
    open_entry()
    assert MISSING not in desk.read("take_back", desk.wood)
    later_world.typed(desk.built)
    assert MISSING in desk.read("take_back", desk.wood)
    answer = desk.post("take_back", desk.water, **desk.counts(desk.water))
    assert "complet et non verrouillé" in text_of(desk.client.get(answer["Location"]))
    later_world.lock_all(desk.built)
    page = desk.read("take_back", desk.wood)
    assert (MISSING in page, "il ne ressort pas" in page) == (False, True)


def test_at_a_return_on_the_day_of_the_closing_the_marker_is_not_put_off_until_tomorrow(desk):
    hand_out(desk)
    world.lend(desk.water, "BOB")
    later_world.typed(desk.built)
    now = exams.local(desk.built.paper, timezone.now())
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    open_entry()
    Paper.objects.update(entry_closes_at=midnight)
    answer = desk.post("take_back", desk.wood, **desk.counts(desk.wood))
    assert "sa saisie ferme aujourd’hui" in text_of(desk.client.get(answer["Location"]))
    Paper.objects.update(entry_closes_at=midnight + timedelta(days=1))
    answer = desk.post("take_back", desk.water, **desk.counts(desk.water))
    assert "son correcteur le reprend demain" in text_of(desk.client.get(answer["Location"]))


def test_a_batch_whose_entry_is_closed_says_so_before_it_is_handed_out(desk):
    closed = "qui le prend ne pourra rien saisir"
    assert closed in desk.read("hand_out", desk.wood)
    open_entry()
    assert closed not in desk.read("hand_out", desk.wood)


def test_a_batch_given_back_meanwhile_says_so(desk):
    world.lend(desk.wood, "BOB")
    seen = stay_of(desk.wood)
    world.give_back(desk.wood)
    for name, typed in (("take_back", desk.counts(desk.wood)), ("take_back_alone", {"counted": 8, "reason": "Ill"})):
        answer = desk.post(name, desk.wood, **typed | {"seen": seen})
        assert answer.status_code == 422
        assert desk.wood.code in text_of(answer)


def test_a_batch_is_taken_back_alone_with_a_reason(desk):
    world.lend(desk.wood, "BOB")
    assert alone(desk, counted=8, reason="").status_code == 422
    assert alone(desk, counted=8, reason="Taken ill").status_code == 303
    assert queries.hand_outs_of(desk.wood.pk)[0].back_acknowledged is None


def test_a_locked_batch_is_not_offered_again(built, settings, tmp_path):
    put_key_back(settings, tmp_path)
    for batch in queries.batches_of(built.paper.pk):
        world.lend(batch, "BOB")
    desk = Desk(later_world.locked(built))
    world.give_back(desk.wood)
    assert '<form method="post">' not in desk.get("hand_out", desk.wood).content.decode()


def test_who_was_chosen_is_named_before_anything_is_given_and_on_the_slip(desk):
    page = html.fromstring(desk.get("hand_out", desk.wood, correcteur="bob").content.decode())
    assert [text.strip() for text in page.xpath("//p[@class='state']/strong/text()")] == ["Bob BADIANE (BOB)"]
    slip = page.xpath("//section[@class='slip']")[0].text_content()
    assert "Bob BADIANE (BOB)" in slip
    assert desk.built.paper.title in slip
    assert "Identifiant du correcteur" not in slip
    nobody = html.fromstring(desk.get("hand_out", desk.wood).content.decode())
    assert "Identifiant du correcteur" in nobody.xpath("//section[@class='slip']")[0].text_content()


def test_a_batch_that_went_out_is_told_with_the_name_of_its_marker(desk):
    answer = desk.client.get(hand_out(desk, "bob")["Location"])
    assert f"Le lot {desk.wood.code} est chez BOB (Bob BADIANE)." in text_of(answer)


def test_a_lone_count_that_differs_speaks_of_no_count_of_the_marker(desk):
    world.lend(desk.wood, "BOB")
    answer = alone(desk, counted=7, reason="Ill")
    assert answer.status_code == 422
    assert "8 au bordereau, 7 comptées par le centre. Recomptez" in text_of(answer)
