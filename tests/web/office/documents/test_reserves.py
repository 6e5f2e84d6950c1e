"""More numbers on screen: a centre asks, the office draws, an import says before which centres will need them."""

import pytest
import zxingcpp
from django.urls import reverse

from massicot.anonymity import queries as numbers
from massicot.anonymity import services
from massicot.candidates.rules import OffList
from massicot.scripts.models import Script
from tests import cast, world
from tests.cast import CEDRES, KEY, NAMES, TILLEULS, candidates_csv
from tests.documents.reading import Reader
from tests.keeping import kept
from tests.web.examcentre.desk import address, claire, keep_key, page
from tests.web.office.imports.test_imports import import_it, read
from tests.web.office.reading import fields_of, words_of
from tests.web.office.working import work
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

built = kept(world.prepared)
PAPER = ("BTS-2017", "CGE")
ADDRESS, DRAWING = (reverse(f"office:{name}", args=PAPER) for name in ("more_numbers", "draw_more"))


@pytest.fixture(autouse=True)
def _key(settings, tmp_path):
    keep_key(settings, tmp_path)


@pytest.fixture
def office(built):
    return visitor(built, "office")


def unused(built, centre=CEDRES):
    return numbers.unused_spares(built.paper, centre, numbers.sealer_of(built.paper, KEY))


def draw(office, centre=CEDRES, **typed):
    known = Script.objects.count()
    form = {"centre": centre, "count": "2", "reason": "Réserve épuisée.", "known": known} | typed
    return office.post(DRAWING, form)


def late(*ranks, centre=CEDRES):
    """Write the lines of candidates who come after the draw."""
    head, *_ = candidates_csv(NAMES).decode().splitlines()
    line = "{};TARD;Camille;01/03/1997;{centre};{centre};90001;A1;{}"
    return "\n".join(
        [head, *(line.format(cast.candidate_number(rank), rank, centre=centre) for rank in ranks)]
    ).encode()


def codes_of(answer):
    return {code.text for code in Reader(answer.content).codes(0, zxingcpp.BarcodeFormat.Code128)}


def print_labels(office, centre=CEDRES, **typed):
    return office.post(reverse("office:print_reserve", args=PAPER), {"centre": centre} | typed)


def test_a_draw_leads_to_a_page_that_says_what_was_drawn_and_prints_those_labels_alone(office, built):
    before = set(Script.objects.values_list("number", flat=True))
    answer = draw(office)
    assert (answer.status_code, answer["Location"]) == (303, f"{ADDRESS}?centre={CEDRES}")
    shown = words_of(office.get(answer["Location"]))
    assert "Réimprimer les 5 étiquettes" in shown
    assert "2 numéros sont tirés" in shown
    assert "Imprimer les 2 étiquettes qui viennent d’être tirées" in shown
    assert "5 numéros de la réserve non utilisés" in shown
    new = set(Script.objects.values_list("number", flat=True)) - before
    for _ in range(2):
        printed = print_labels(office, drawn="1")
        assert codes_of(printed) == new
    assert f'filename="reserve-CGE-{CEDRES}.pdf"' in printed["Content-Disposition"]


@pytest.mark.both("the database searches and sorts here")
def test_the_centre_is_chosen_from_a_list_that_is_searched_and_another_one_is_refused_with_the_list(office):
    shown = office.get(ADDRESS, {"cherche": "tilleuls"}).content.decode()
    assert f"{ADDRESS}?centre={TILLEULS}" in shown
    assert CEDRES not in shown
    before = Script.objects.count()
    answer = draw(office, "9999999Z")
    assert (answer.status_code, Script.objects.count()) == (422, before)
    assert "L’épreuve n’a pas lieu dans ce centre" in words_of(answer)
    assert f"?centre={CEDRES}" in answer.content.decode()


def test_what_was_drawn_is_kept_for_its_centre_and_its_browser_and_read_by_nobody(office, built):
    new = _drawn_by(office)
    kept_there = "".join(map(str, office.session.values()))
    assert not [number for number in new if number in kept_there]
    assert "qui viennent d’être tirées" not in words_of(office.get(f"{ADDRESS}?centre={TILLEULS}"))
    assert print_labels(visitor(built, "office"), drawn="1").status_code == 422


def test_a_new_label_that_somebody_took_is_not_printed_again(office, built):
    new = _drawn_by(office)
    taken = {"surname": "SAULE", "first_names": "Lou", "born_on": cast.PREPARED.date().replace(year=1997)}
    candidate = OffList(candidate_number="02199999999", specialty_code="90001", room="A1", **taken)
    entered = {"paper": built.paper, "centre_uai": CEDRES, "candidate": candidate, "number": new[0], "key": KEY}
    services.add_off_list(**entered, by=cast.CLAIRE, at=cast.EVENING)
    assert codes_of(print_labels(office, drawn="1")) == {new[1]}


def test_the_page_prints_no_label_that_an_import_took_since_and_says_where_it_is_printed(office, built):
    draw(office, TILLEULS)
    job, _ = read(office, late(31, centre=TILLEULS))
    import_it(office, job)
    work()
    answer = office.get(f"{ADDRESS}?centre={TILLEULS}")
    assert "Imprimer l’étiquette qui vient d’être tirée" in words_of(answer)
    assert "1 numéro qui vient d’être tiré est déjà celui d’un candidat" in words_of(answer)
    assert reverse("office:documents_of_kind", args=(*PAPER, "etiquettes")) in answer.content.decode()
    job, _ = read(office, late(31, 32, centre=TILLEULS))
    import_it(office, job)
    work()
    shown = words_of(office.get(f"{ADDRESS}?centre={TILLEULS}"))
    assert "2 numéros qui viennent d’être tirés sont déjà ceux de candidats" in shown
    assert "Imprimer" not in shown


def _drawn_by(office):
    before = set(Script.objects.values_list("number", flat=True))
    draw(office)
    return sorted(set(Script.objects.values_list("number", flat=True)) - before)


def test_a_button_pressed_twice_draws_once_and_what_was_typed_stays_and_is_drawn_when_meant(office, built):
    known = Script.objects.count()
    draw(office, known=known)
    answer = draw(office, known=known, reason="Toujours épuisée.")
    assert (answer.status_code, Script.objects.count()) == (422, known + 2)
    assert "Des numéros ont été tirés depuis" in words_of(answer)
    assert "Toujours épuisée." in answer.content.decode()
    assert "5 numéros de la réserve non utilisés" in words_of(answer)
    shown = fields_of(answer, DRAWING)["known"]
    assert draw(office, known=shown, reason="Toujours épuisée.").status_code == 303
    assert Script.objects.count() == known + 4


def test_a_page_says_that_the_day_is_closed_and_prints_nothing(office, built):
    world.sat(world=built)
    shown = words_of(office.get(f"{ADDRESS}?centre={CEDRES}"))
    assert "La journée de ce centre est close" in shown
    assert "Réimprimer" not in shown
    assert print_labels(office).status_code == 422


def test_the_reserve_that_nobody_has_is_printed_again(office, built):
    assert codes_of(print_labels(office)) == set(unused(built))


def test_a_centre_without_a_label_asks_and_the_office_finds_it_on_its_home_page(office, built):
    job, _ = read(office, late(31, 32, 33))
    import_it(office, job)
    work()
    assert "Il ne reste aucune étiquette" in page(claire(), "add_off_list", "A1")
    assert claire().post(address("ask_for_numbers", "A1")).status_code == 303
    assert "demandés au bureau des examens le" in page(claire(), "add_off_list", "A1")
    home = office.get(reverse("office:home"))
    assert "Lycée des Cèdres n’a plus d’étiquette dans sa réserve" in words_of(home)
    assert f"{ADDRESS}?centre={CEDRES}" in home.content.decode()
    draw(office)
    assert "n’a plus d’étiquette" not in words_of(office.get(reverse("office:home")))


def test_a_preview_names_the_centres_that_need_more_numbers_and_imports_once_they_are_drawn(office, built):
    job, report = read(office, late(31, centre=TILLEULS))
    told = words_of(report)
    assert "Rien ne peut être importé avant le tirage d’autres numéros" in told
    assert "Lycée des Tilleuls (CGE) – nécessaires : 1, restants : 0" in told
    assert "Importer 1 ligne" not in told
    draw(office, TILLEULS)
    report = office.get(reverse("office:import_report", args=[job.pk]))
    assert "Importer 1 ligne" in words_of(report)
    import_it(office, job)
    work()
    assert len(unused(built, TILLEULS)) == 1


def test_a_preview_of_a_table_that_finds_its_numbers_says_nothing_of_them(office, built):
    assert "avant le tirage" not in words_of(read(office, late(31))[1])


def test_a_page_of_its_own_says_what_follows_for_whom_and_draws_nothing_before_the_press(office, built):
    before = Script.objects.count()
    answer = office.get(DRAWING, {"centre": CEDRES, "count": "2"})
    shown = words_of(answer)
    assert "numéros de plus pour ce centre" in shown
    assert "ne sont à personne jusque-là" in shown
    assert "Ce qui est tiré reste tiré." in shown
    assert Script.objects.count() == before
    typed = fields_of(answer, DRAWING) | {"reason": "Réserve épuisée."}
    assert (typed["count"], office.post(DRAWING, typed).status_code) == ("2", 303)
    assert Script.objects.count() == before + 2


@pytest.mark.parametrize("count", ["0", "501", "deux", ""])
def test_a_count_that_no_centre_needs_is_asked_for_again(office, count):
    answer = office.get(DRAWING, {"centre": CEDRES, "count": count})
    assert (answer.status_code, "reste tiré" in words_of(answer)) == (422, False)
