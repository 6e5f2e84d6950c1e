"""The ladder's pages: every rung with its two sources and the list behind it, every gap by its name, decided there."""

import pytest
from django.urls import reverse
from django.utils.timezone import localtime
from lxml import html

from massicot.documents.codes import group_number
from massicot.exams.models import Institution
from massicot.results import queries
from massicot.results.models import GapDecision
from massicot.results.rules.ladder import RUNG_KINDS
from tests import cast, later_world, world
from tests.keeping import kept
from tests.web.office.reading import as_read, words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db


def locked_with_one_lost():
    """Everything locked, one script missing."""
    return later_world.locked(world.handed_out(later_world.with_one_lost()))


lost = kept(locked_with_one_lost)
ADDRESS = {"session": "BTS-2017", "paper": "CGE"}


@pytest.fixture
def office(lost):
    """Somebody of the office, in their browser."""
    return visitor(lost, "office")


def read(number):
    """Write a number as the words of a page have it, its spaces plain."""
    return " ".join(group_number(number).split())


def parsed(answer):
    return html.fromstring(answer.content.decode())


def rung_address(slug):
    return reverse("office:rung", kwargs={**ADDRESS, "slug": slug})


def decide(office, **typed):
    form = {"decision": "sit-again", "reason": "Introuvable."} | typed
    return office.post(reverse("office:decide_gap", kwargs=ADDRESS), form)


def key_of(built):
    return queries.ladder(built.paper).open_gaps[0].key


def test_the_page_counts_every_rung_twice_and_opens_its_list(lost, office):
    page = parsed(office.get(reverse("office:ladder", kwargs=ADDRESS)))
    rungs = page.xpath("//ol[@class='ladder']/li")
    shown = [[int(figure.text) for figure in rung.xpath(".//dd")] for rung in rungs]
    assert shown == [[rung.expected, rung.found] for rung in queries.ladder(lost.paper).rungs]
    assert [rung.xpath("string(.//h2/a/@href)") for rung in rungs] == [rung_address(kind.slug) for kind in RUNG_KINDS]


def test_a_parcel_that_lacks_a_script_is_not_said_to_agree(office):
    rows = parsed(office.get(rung_address("reception"))).xpath("//main//tbody/tr")
    states = {tuple(row.xpath("string(td[@data-title='État'])").split()) for row in rows if "P-" in row.text_content()}
    assert states == {("concorde",), ("diffère", "des", "copies", "listées")}


def test_the_page_leads_from_the_open_gap_to_its_decision(lost, office):
    page = parsed(office.get(reverse("office:ladder", kwargs=ADDRESS)))
    (address, *_) = page.xpath("//ol[@class='ladder']//p/a/@href")
    gap = office.get(address)
    assert read(later_world.number_of(lost, 1)) in words_of(gap)
    assert parsed(gap).xpath("//input[@name='key']/@value") == [key_of(lost)]


def test_the_page_asks_again_for_its_rungs_alone(office):
    address = reverse("office:ladder", kwargs=ADDRESS)
    (asks,) = parsed(office.get(address)).xpath("//*[@hx-get]")
    assert asks.get("hx-get") == address
    part = office.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert html.fromstring(part).get("id") == asks.get("id")


def test_a_gap_is_decided_on_its_page_by_who_is_signed_in(lost, office):
    key = key_of(lost)
    answer = decide(office, key=key)
    assert (answer.status_code, answer["Location"]) == (303, rung_address("reception"))
    decided = GapDecision.objects.get()
    assert (decided.decision, decided.reason, decided.decided_by) == ("sit-again", "Introuvable.", cast.ODILE.login)
    page = office.get(answer["Location"])
    assert f"Décidé : Copie manquante – {read(later_world.number_of(lost, 1))}." in words_of(page)
    assert key not in words_of(page)
    assert "Introuvable." in words_of(page)
    assert f"({cast.ODILE.login}, {as_read(localtime(decided.decided_at))})" in words_of(page)
    assert parsed(page).xpath("//table//a[contains(@href, '/ecart/')]") == []


def test_nothing_is_decided_before_it_is_chosen(lost, office):
    page = parsed(office.get(reverse("office:decide_gap", kwargs=ADDRESS), {"key": key_of(lost)}))
    assert page.xpath("//select[@name='decision']/option[1]/@value") == [""]
    answer = decide(office, key=key_of(lost), decision="")
    assert (answer.status_code, GapDecision.objects.exists()) == (422, False)
    assert "Dites ce qui est décidé." in words_of(answer)


def test_a_gap_says_which_centre_to_call_before_anything_is_decided(lost, office):
    Institution.objects.filter(uai=cast.CEDRES).update(telephone="04 91 00 00 00", email="ce@cedres.invalid")
    words = words_of(office.get(reverse("office:decide_gap", kwargs=ADDRESS), {"key": key_of(lost)}))
    assert "Lycée des Cèdres" in words
    assert "À appeler 04 91 00 00 00" in words
    assert "ce@ cedres .invalid" in words


def test_a_decision_without_a_reason_comes_back_with_its_form(lost, office):
    answer = decide(office, key=key_of(lost), reason="  ")
    assert answer.status_code == 422
    assert not GapDecision.objects.exists()
    assert parsed(answer).xpath("//input[@name='key']/@value") == [key_of(lost)]


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("items:9900001W", "Cet écart n’est plus sur l’échelle de CGE"),
        ("not-locked:B-BTS-2017-CGE-0001", "Un verrouillage ne se décide pas à la place du correcteur"),
    ],
)
def test_a_decision_that_is_refused_says_why(office, key, told):
    answer = decide(office, key=key)
    assert answer.status_code == 422
    assert told in words_of(answer)
    assert key not in words_of(answer)
    assert not GapDecision.objects.exists()


def test_a_gap_that_closed_by_itself_leads_back_to_the_ladder(office):
    answer = office.get(reverse("office:decide_gap", kwargs=ADDRESS), {"key": "items:9900001W"})
    assert answer["Location"] == reverse("office:ladder", kwargs=ADDRESS)


@pytest.mark.parametrize("slug", [kind.slug for kind in RUNG_KINDS])
def test_every_rung_lists_what_it_counts(office, slug):
    page = parsed(office.get(rung_address(slug)))
    assert page.xpath("//table/tbody/tr")
    first, second = (int(figure.text) for figure in page.xpath("//dl[@class='figures']//dd")[:2])
    sums = [sum(int(cell) for cell in page.xpath(f"//tbody/tr/td[{rank}]/text()")) for rank in (1, 2)]
    assert sums[1] == second
    assert slug == "lots" or sums[0] == first


def test_the_missing_script_stands_first_behind_its_rung_and_can_be_asked_for_alone(lost, office):
    number = later_world.number_of(lost, 1)
    for query in ("", "?etat=open"):
        page = parsed(office.get(rung_address("reception") + query))
        assert page.xpath("string(//tbody/tr[1]/th)").strip() == f"{group_number(number)} Lycée des Cèdres"
    assert len(page.xpath("//tbody/tr")) == 1


@pytest.mark.parametrize(
    ("slug", "named"),
    [("copies", "Lycée des Cèdres"), ("paquets", "Lycée des Mûriers"), ("inscrits", "Métiers du bois")],
)
def test_a_line_is_named_as_people_know_it(office, slug, named):
    assert named in words_of(office.get(rung_address(slug)))


def test_a_list_leaves_as_a_table(office):
    answer = office.get(rung_address("reception") + "?format=csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 3
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("slug", ["nonsense", "received"])
def test_a_rung_that_does_not_exist_is_not_found(office, slug):
    assert office.get(rung_address(slug)).status_code == 404


def test_the_only_paper_is_shown_at_once(office):
    assert office.get(reverse("office:ladders"))["Location"] == reverse("office:ladder", kwargs=ADDRESS)
