"""Batches on the screen: proposed, made, listed, printed, unmade."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from massicot.batches import queries
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.marks import queries as marks
from tests import cast, later_world, world
from tests.cast import ARRIVAL, CEDRES, MARC
from tests.keeping import kept
from tests.web.markingcentre.desk import Desk, address, text_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

built = kept(world.received)


@pytest.fixture
def desk(built):
    """Twelve scripts received, in no batch."""
    return Desk(built)


def make(desk, *codes):
    return desk.post("proposal", specialties=list(codes or ("90001", "90002")))


def codes_in(answer):
    return [code for code in ("B-BTS-2017-CGE-0001", "B-BTS-2017-CGE-0002") if code in text_of(answer)]


def test_what_would_be_made_is_shown_before_it_is_made(desk):
    page = desk.read("proposal")
    assert "Métiers du bois" in page
    assert "Métiers de l'eau" in page
    assert desk.batches == []
    answer = make(desk)
    assert (answer.status_code, answer["Location"]) == (303, address("batch_list"))
    assert [(batch.specialty_code, batch.size) for batch in desk.batches] == [("90001", 8), ("90002", 4)]


def test_scripts_are_asked_to_be_put_in_order_of_number_before_batches_are_made(desk):
    asked = "classez les copies par numéro d’anonymat en suivant les bordereaux d’envoi"
    assert asked in desk.read("proposal")
    make(desk)
    assert asked not in desk.read("proposal")


def test_only_the_ticked_specialties_are_made(desk):
    make(desk, "90002")
    assert [batch.specialty_code for batch in desk.batches] == ["90002"]


@pytest.mark.parametrize("typed", [{}, {"specialties": ["99999"]}])
def test_nothing_is_made_of_no_specialty(desk, typed):
    answer = desk.post("proposal", **typed)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert desk.batches == []


def test_making_what_another_clerk_just_made_says_so(desk):
    make(desk)
    answer = make(desk)
    assert answer.status_code == 422
    assert "Il ne reste rien de 90001 à mettre en lot" in text_of(answer)
    assert len(desk.batches) == 2


def test_a_specialty_worth_waiting_for_is_not_ticked(built):
    parcel = parcels.parcels_of(built.paper.pk)[0]
    number = parcels.contents_of(parcel)[0].number
    consignments.reopen_reception(code=parcel.code, reason="Recount", by=MARC, at=ARRIVAL)
    consignments.untick_script(code=parcel.code, number=number, by=MARC, at=ARRIVAL)
    page = Desk(built).get("proposal").content.decode()
    code = queries.plan_of(built.paper, cast.PERRIN)[0].specialty_code
    assert page.count("checked") == 1
    assert f'value="{code}"' in page


@pytest.mark.both("the database searches and sorts here")
def test_the_list_is_narrowed_by_state_and_taken_away(desk):
    make(desk)
    desk.post("print_sheet", desk.wood)
    assert codes_in(desk.get("batch_list", state="to-check")) == ["B-BTS-2017-CGE-0001"]
    assert codes_in(desk.get("batch_list", state="to-print")) == ["B-BTS-2017-CGE-0002"]
    assert codes_in(desk.get("batch_list", cherche="0002")) == ["B-BTS-2017-CGE-0002"]
    table = desk.get("batch_list", format="csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in table[1:]] == ["B-BTS-2017-CGE-0001", "B-BTS-2017-CGE-0002"]


@pytest.mark.both("what no table can hold was a fault on one database alone")
def test_an_envelope_scanned_on_the_list_opens_its_next_step(desk):
    make(desk)
    wood = desk.wood
    assert desk.get("batch_list", lot=wood.code.lower())["Location"] == address("batch", wood)
    desk.post("print_sheet", wood)
    assert desk.get("batch_list", lot=wood.code)["Location"] == address("concordance", wood)
    world.seal(wood)
    assert desk.get("batch_list", lot=wood.code)["Location"] == address("hand_out", wood)
    world.lend(wood, "BOB")
    assert desk.get("batch_list", lot=wood.code)["Location"] == address("take_back", wood)
    assert desk.get("batch_list", lot=f" {wood.sequence} ")["Location"] == address("take_back", wood)
    assert desk.get("roll_call", lot=str(wood.sequence))["Location"] == address("take_back", wood)
    for nowhere in ("0", "99", "9" * 30, "\N{FULLWIDTH DIGIT ONE}", "-1", "1,0"):
        assert desk.get("batch_list", lot=nowhere).status_code == 200
    answer = desk.get("batch_list", lot="B-NOWHERE-0001")
    assert 'role="alert"' in answer.content.decode()


def test_the_list_is_read_in_a_fixed_number_of_statements(desk, django_assert_max_num_queries):
    make(desk)
    with django_assert_max_num_queries(14):
        desk.read("batch_list")


def test_the_mark_sheets_never_printed_come_in_one_file(desk):
    make(desk)
    answer = desk.post("print_sheets")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    pages = [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]
    in_order = [batch for batch in desk.batches for _ in ("cover", "sheet")]
    assert [batch.code in page for batch, page in zip(in_order, pages, strict=True)] == [True] * 4
    assert desk.post("print_sheets").status_code == 422


def test_printing_a_sheet_again_draws_another_password(desk):
    make(desk)
    first = desk.post("print_sheet", desk.wood, known=0).content
    assert 'name="known" value="1"' in desk.get("batch", desk.wood).content.decode()
    assert desk.post("print_sheet", desk.wood, known=1).content != first
    assert marks.printed_lines(desk.built.paper.pk) == {desk.wood.code: 8}


@pytest.mark.parametrize("name", ["print_sheet", "print_sheets"])
def test_a_sheet_is_a_file_and_never_a_page_that_a_reload_would_print_again(desk, name):
    make(desk, "90001")
    answer = desk.post(name, *[desk.wood][: name == "print_sheet"])
    assert answer["Content-Disposition"] == f'attachment; filename="bordereau-{desk.wood.code}.pdf"'
    assert "no-store" in answer["Cache-Control"]


def test_a_button_pressed_twice_leaves_the_first_sheet_good(desk):
    make(desk)
    desk.post("print_sheet", desk.wood, known=0)
    answer = desk.post("print_sheet", desk.wood, known=0)
    assert answer.status_code == 422
    assert "vient d’être imprimé" in answer.content.decode()
    assert marks.printings_of(desk.wood.pk) == 1


def test_a_batch_shows_its_next_step_only(desk):
    make(desk)
    assert "Imprimer le bordereau" in desk.read("batch", desk.wood)
    desk.post("print_sheet", desk.wood)
    page = desk.read("batch", desk.wood)
    assert "Contrôler l’enveloppe" in page


def test_a_batch_is_unmade_with_a_reason(desk):
    make(desk)
    assert desk.post("unmake", desk.wood, reason=" ").status_code == 422
    code = desk.wood.code
    answer = desk.post("unmake", desk.wood, reason="Made too early")
    assert (answer.status_code, answer["Location"]) == (303, address("batch_list"))
    assert code not in [batch.code for batch in desk.batches]


def test_an_unmade_batch_is_no_longer_there(desk):
    make(desk)
    wood = desk.wood
    desk.post("unmake", wood, reason="Made too early")
    assert desk.get("batch", wood).status_code == 404


def test_a_batch_of_another_centre_is_not_there(desk):
    make(desk)
    queries.Batch.objects.filter(pk=desk.wood.pk).update(centre_uai=CEDRES)
    for name in ("batch", "concordance", "hand_out", "take_back"):
        assert desk.get(name, desk.wood).status_code == 404
    for name in ("print_sheet", "unmake", "seal", "vouch"):
        assert desk.post(name, desk.wood).status_code == 404


def test_the_desk_of_another_centre_is_not_there(built):
    stranger = visitor(built, "marking-centre")
    for name in ("batch_list", "proposal", "roll_call", "reissue", "where"):
        assert stranger.get(address(name).replace(cast.PERRIN, CEDRES)).status_code == 404


def test_the_sheet_of_an_unmade_batch_is_told_when_it_is_scanned(desk):
    make(desk)
    wood = desk.wood
    desk.post("unmake", wood, reason="Made too early")
    answer = desk.get("batch_list", lot=wood.code.lower())
    assert (answer.status_code, answer["Location"]) == (303, address("where") + f"?quoi={wood.code.lower()}")
    told = desk.client.get(answer["Location"])
    assert told.status_code == 422
    assert f"Le lot {wood.code} a été défait le" in text_of(told)
    assert "n’ouvre rien, détruisez-le" in text_of(told)


def test_a_batch_that_a_marker_has_held_cannot_be_unmade_on_the_screen(built):
    later = Desk(world.handed_out(built))
    answer = later.post("unmake", later.wood, reason="Made too early")
    assert answer.status_code == 422
    assert later.wood.code in text_of(answer)


def test_a_batch_tells_its_hands_and_its_missed_evenings(built):
    later = Desk(later_world.typed(world.handed_out(built)))
    world.give_back(later.wood)
    page = later.read("batch", later.wood)
    assert "BOB" in page
    assert "8 / 8" in page


def test_a_batch_that_is_out_names_who_has_it(built):
    world.handed_out(built)
    desk = Desk(built)
    assert "Chez Bob BADIANE (BOB)." in desk.read("batch", desk.wood)


@pytest.mark.both("the database searches and sorts here")
def test_batches_are_searched_by_the_name_of_who_holds_them(built):
    later = Desk(world.handed_out(built))
    world.give_back(later.water)
    for called in ("badiane", "Bob Bad", "BOB"):
        assert codes_in(later.get("batch_list", cherche=called)) == [later.wood.code]
    assert codes_in(later.get("batch_list", cherche="Nobody Else")) == []
