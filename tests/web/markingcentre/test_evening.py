"""The evening's roll-call and the morning's re-issue on the screen."""

import pytest

from massicot.batches import queries
from massicot.batches.models import Batch
from massicot.exams.models import Paper
from massicot.marks import services as mark_acts
from massicot.results import services as result_acts
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests import cast, later_world, world
from tests.cast import ODILE, TYPING
from tests.hands import stay_of
from tests.keeping import kept
from tests.marks import second_acts
from tests.web.markingcentre.desk import Desk, address, open_entry, put_key_back, text_of

pytestmark = pytest.mark.django_db

built = kept(world.handed_out)


@pytest.fixture
def desk(built, settings, tmp_path):
    """Both batches are with Bob, and mark entry is open."""
    put_key_back(settings, tmp_path)
    desk = Desk(built)
    open_entry()
    return desk


def ticked(answer):
    return answer.content.decode().count(" checked>")


def shown(*batches):
    """Tick the lines of some batches, as the list of the morning shows them."""
    return [f"{batch.code}/{queries.hand_outs_of(batch.pk)[-1].pk}" for batch in batches]


def test_the_roll_call_names_what_is_out_and_with_whom(desk):
    page = desk.read("roll_call")
    for batch in desk.batches:
        assert batch.code in page
    assert "Bob BADIANE (BOB)" in page
    assert "bob@tilleuls.invalid" in page
    assert "tapez son numéro Le reprendre" in page
    world.give_back(desk.wood)
    assert desk.wood.code not in desk.read("roll_call")


def test_the_roll_call_marks_the_batches_that_are_locked(desk):
    later_world.typed(desk.built)
    page = desk.read("roll_call")
    assert (page.count("(verrouillé)"), page.count("(complet, non verrouillé)")) == (0, 2)
    later_world.lock_all(desk.built)
    page = desk.read("roll_call")
    assert (page.count("(verrouillé)"), page.count("(complet, non verrouillé)")) == (2, 0)


def test_the_roll_call_is_done_when_nothing_is_out(desk):
    for batch in desk.batches:
        world.give_back(batch)
    assert "L’appel est terminé" in desk.read("roll_call")


def test_the_roll_call_of_a_paper_without_batches_says_that_none_is_made(desk):
    for batch in desk.batches:
        world.give_back(batch)
    Batch.objects.update(unmade_at=TYPING)
    page = desk.read("roll_call")
    assert "Aucun lot n’est encore fait ici" in page
    assert "L’appel est terminé" not in page


def test_a_batch_scanned_at_the_roll_call_goes_on_to_its_return(desk):
    answer = desk.get("roll_call", lot=f" {desk.wood.code.lower()} ")
    assert (answer.status_code, answer["Location"]) == (303, address("take_back", desk.wood))


@pytest.mark.parametrize("scanned", ["B-NOWHERE-0001", "12", "B-BTS-2017-CGE-0002"])
def test_what_cannot_be_taken_back_is_said_on_the_roll_call(desk, scanned):
    world.give_back(desk.water)
    answer = desk.get("roll_call", lot=scanned)
    assert 'role="alert"' in answer.content.decode()
    assert desk.wood.code in text_of(answer)


def test_a_batch_that_does_not_come_back_is_noted_with_its_reason(desk):
    typed = {"code": desk.wood.code, "seen": stay_of(desk.wood), "reason": "Gone home with it"}
    assert desk.post("note_not_returned", **typed | {"reason": ""}).status_code == 422
    answer = desk.post("note_not_returned", **typed)
    assert (answer.status_code, answer["Location"]) == (303, address("roll_call"))
    assert "Gone home with it" in desk.read("roll_call")
    assert "Gone home with it" in desk.read("batch", desk.wood)
    again = desk.post("note_not_returned", **typed)
    assert again.status_code == 422
    assert "déjà noté" in text_of(again)


def test_a_batch_of_another_centre_is_not_noted_here(desk):
    queries.Batch.objects.filter(pk=desk.wood.pk).update(centre_uai=cast.CEDRES)
    assert desk.post("note_not_returned", code=desk.wood.code, seen=1, reason="Gone").status_code == 404


def test_all_that_came_back_goes_out_again_in_one_act(desk):
    for batch in desk.batches:
        world.give_back(batch)
    page = desk.get("reissue")
    assert ticked(page) == 2
    answer = desk.post("reissue", codes=shown(*desk.batches))
    assert (answer.status_code, answer["Location"]) == (303, address("batch_list"))
    assert {queries.open_hand_out(batch.pk).marker for batch in desk.batches} == {"BOB"}
    assert "Aucun lot" in desk.read("reissue")


def test_only_the_ticked_batches_go_out_again(desk):
    for batch in desk.batches:
        world.give_back(batch)
    assert desk.post("reissue").status_code == 422
    desk.post("reissue", codes=shown(desk.water))
    assert queries.open_hand_out(desk.wood.pk) is None
    assert queries.open_hand_out(desk.water.pk).marker == "BOB"


def test_a_batch_that_went_out_meanwhile_is_told(desk):
    world.give_back(desk.wood)
    answer = desk.post("reissue", codes=shown(desk.wood, desk.water))
    assert answer.status_code == 422
    assert queries.open_hand_out(desk.wood.pk) is None


@pytest.fixture
def complete(desk):
    """All is typed and nothing locked; both batches came back on an earlier day."""
    later_world.typed(desk.built)
    for batch in desk.batches:
        world.give_back(batch, at=TYPING)
    return desk


def test_what_is_complete_goes_out_again_to_be_locked(complete):
    page = complete.get("reissue")
    assert "8 / 8complet, non verrouillé" in text_of(page)
    assert ticked(page) == 2


def test_what_its_marker_can_do_nothing_about_is_shown_but_not_ticked(complete):
    second_acts.ask(complete.built.paper.pk)
    page = complete.get("reissue")
    assert "complet, attend sa seconde saisie" in text_of(page)
    assert ticked(page) == 0


def test_a_complete_batch_with_a_line_at_the_office_is_not_ticked(complete):
    for batch in complete.batches:
        opened = world.open_sheet(complete.built, batch.code)
        for number, kind in scripts.kinds_of(opened.numbers).items():
            if kind is ScriptKind.PLACEHOLDER:
                mark_acts.refer_line(credential_id=opened.credential_id, number=number, value="12", at=TYPING)
    page = complete.get("reissue")
    assert "lignes signalées au bureau" in text_of(page)
    assert ticked(page) == 1


def test_once_the_entry_is_closed_nothing_is_ticked_and_the_line_says_why(complete):
    Paper.objects.update(entry_closes_at=TYPING)
    page = complete.get("reissue")
    assert "en retard : saisie fermée, non verrouillé" in text_of(page)
    assert ticked(page) == 0


def test_what_the_office_opened_again_is_told_on_the_list(complete):
    later_world.lock_all(complete.built)
    result_acts.unlock_batch(batch_code=complete.wood.code, reason="Somme fausse.", by=ODILE, at=TYPING)
    page = complete.get("reissue")
    assert "rouvert par le bureau des examens – complet, non verrouillé" in text_of(page)
    assert ticked(page) == 1
