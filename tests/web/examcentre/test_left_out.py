"""A parcel of all but a few, on its page: the count first, then what is not there, then who else looked."""

import pytest

from massicot.consignments import queries as parcels
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.results.rules import Decision
from massicot.scripts import queries as scripts
from tests import world
from tests.cast import CEDRES, EVENING, ODILE
from tests.keeping import kept
from tests.web.examcentre.desk import PERRIN, address, claire, keep_key, page, text_of
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

sat = kept(world.sat)


@pytest.fixture
def numbers(sat):
    """Give the six numbers that Les Cèdres holds, ascending."""
    return list(scripts.in_hand_of_centre(sat.paper.pk, CEDRES))


def pack(**typed):
    return claire().post(address("pack", PERRIN), typed)


def find(number):
    return claire().post(address("find_left_out", PERRIN), {"number": number})


def made(sat):
    return parcels.parcels_of(sat.paper.pk, CEDRES)


def test_all_but_two_are_packed_by_the_ends_of_their_numbers(sat, numbers):
    first, second, *others = numbers
    answer = pack(counted="4", lacking=f"{first[4:]} {second[:4]} {second[4:]}", signed_by="Mme Second")
    assert answer.status_code == 303
    (parcel,) = made(sat)
    assert [row.number for row in parcels.contents_of(parcel)] == others


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"counted": "5"}, "nommez-les sous « Toutes y sont sauf… »"),
        ({"counted": "5", "lacking": "{end}"}, "Écrivez le nom de cette personne"),
        ({"counted": "6", "lacking": "{end}", "signed_by": "M. S."}, "6 copies ont été comptées"),
        ({"counted": "5", "lacking": "12-34", "signed_by": "M. S."}, "relisez : 12-34."),
        ({"counted": "5", "lacking": "0000Z", "signed_by": "M. S."}, "0000Z n’est pas parmi les copies"),
        ({"counted": "5", "lacking": "{end}", "numbers": "{whole}", "signed_by": "M. S."}, "videz l’un des deux"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(sat, numbers, typed, sentence):
    filled = {name: text.format(end=numbers[0][4:], whole=numbers[1]) for name, text in typed.items()}
    answer = pack(**filled)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert f'value="{typed["counted"]}"' in text_of(answer)
    assert made(sat) == []


def test_a_script_that_is_looked_for_comes_first_on_the_home_page_and_goes_in_once_it_is_found(sat, numbers):
    lost = numbers[0]
    assert pack(counted="5", lacking=lost, signed_by="Mme Second").status_code == 303
    home = text_of(claire().get("/epreuves/"))
    first = home.split('class="task-sentence"')[1]
    assert "1 copie n’y était pas quand un paquet a été fait : cherchez-la." in first
    assert f'data-left-out="{lost}"' in page(claire(), "pack", PERRIN)
    assert "tout ce qui y était est emballé" in page(claire(), "parcels").lower()
    assert find(lost).status_code == 303
    assert "1 copie reste à emballer." in page(claire(), "pack", PERRIN)
    again = find(lost)
    assert again.status_code == 422
    assert "n’est pas parmi les copies qui n’ont pas été trouvées ici" in text_of(again)
    assert pack(counted="1").status_code == 303


def test_nothing_that_is_left_is_there_and_no_parcel_is_made(sat, numbers):
    answer = pack(counted="0", lacking=" ".join(numbers), signed_by="Mme Second")
    assert answer["Location"] == address("pack", PERRIN)
    assert made(sat) == []
    assert "0 copie reste à emballer." in page(claire(), "pack", PERRIN)


def decide(sat, number):
    """Let the office write off a script that nobody finds."""
    gap = next(gap for gap in results.ladder(sat.paper).gaps if gap.key == f"left-out:{number}")
    said = {"decision": Decision.LOST, "reason": "Introuvable", "by": ODILE, "at": EVENING}
    result_acts.decide_gap(paper=sat.paper, key=gap.key, seen=gap.figures, **said)


def test_what_the_office_wrote_off_is_not_asked_for_and_goes_in_all_the_same(sat, numbers):
    lost = numbers[0]
    pack(counted="5", lacking=lost, signed_by="Mme Second")
    decide(sat, lost)
    shown = page(claire(), "pack", PERRIN)
    assert f'data-written-off="{lost}"' in shown
    assert "data-left-out" not in shown
    assert "n’y était pas" not in text_of(claire().get("/epreuves/"))
    assert pack(counted="1", numbers=lost).status_code == 303


def test_names_beside_numbers_are_closed_once_the_office_decided_of_what_never_left(sat, numbers, settings, tmp_path):
    keep_key(settings, tmp_path)
    pack(counted="5", lacking=numbers[0], signed_by="Mme Second")
    world.send(made(sat)[0].code)
    assert claire().post(address("print_list")).status_code == 200
    decide(sat, numbers[0])
    assert claire().post(address("print_list")).status_code == 422


def test_the_office_reads_who_signed_and_where_the_script_was_last(sat, numbers):
    lost = numbers[0]
    pack(counted="5", lacking=lost, signed_by="Mme Second")
    odile = signed_in(ODILE.login)
    behind = text_of(odile.get("/bureau/BTS-2017/CGE/echelle/paquets/"))
    assert "signé au centre d’épreuves : Mme Second" in behind
    story = text_of(odile.get(f"/bureau/ou-est-ce/?quoi={lost}"))
    assert "absente à la mise en paquet" in story
