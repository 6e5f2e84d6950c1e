"""The concordance check without a scanner as a clerk sees it: a count without a figure to copy, and what lacks."""

import pytest
from lxml import html

from massicot.batches import queries, services
from massicot.batches.rules import BatchState
from tests import world
from tests.cast import MARC
from tests.keeping import kept
from tests.web.markingcentre.desk import Desk, address, text_of
from tests.web.markingcentre.test_concordance import numbers

pytestmark = pytest.mark.django_db

batched = kept(world.batched)
PAGE = "seal_all_but"


@pytest.fixture
def desk(batched):
    """Woodwork (8) and water (4), their sheets printed."""
    return Desk(batched)


def typed(counted, lacking="", signed_by="Mme Roux"):
    return {"counted": counted, "lacking": lacking, "signed_by": signed_by}


def focused(answer):
    return html.fromstring(answer.content.decode()).xpath("//main//*[@autofocus]/@name")


def test_an_envelope_is_closed_without_what_is_named_and_the_next_ones_follow(desk):
    lost = numbers(desk)[0]
    assert address(PAGE, desk.wood) in desk.get("concordance", desk.wood).content.decode()
    assert focused(desk.get(PAGE, desk.wood)) == ["counted"]
    answer = desk.post(PAGE, desk.wood, **typed(7, f"{lost}/2"))
    assert (answer.status_code, answer["Location"]) == (303, address("batch_list") + "?state=to-check")
    assert "barrez sa ligne" in text_of(desk.client.get(answer["Location"]))
    assert (desk.wood.state, desk.wood.size) == (BatchState.READY, 7)
    shown = desk.read("missing")
    assert "avec Mme Roux) Cherchez-la" in shown.replace("avec Mme Roux)Cherchez", "avec Mme Roux) Cherchez")
    assert "manque à son lot" in desk.read("home")


def test_a_whole_envelope_is_closed_on_its_count(desk):
    answer = desk.post(PAGE, desk.water, **typed(4, signed_by=""))
    assert "est contrôlée et fermée" in text_of(desk.client.get(answer["Location"]))
    assert desk.water.state is BatchState.READY


def test_no_figure_of_what_should_be_there_is_on_the_page_nor_in_a_refusal(desk):
    for answer in (desk.get(PAGE, desk.wood), desk.post(PAGE, desk.wood, **typed(17))):
        (main,) = html.fromstring(answer.content.decode()).xpath("//main")
        assert "8" not in main.text_content().split()
        assert '"8"' not in html.tostring(main).decode()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (typed(17), "counted"),
        (typed("beaucoup"), "counted"),
        (typed(7, "9999Z"), "lacking"),
        (typed(7, "bof"), "lacking"),
        (typed(7, "{one}", signed_by=""), "signed_by"),
        (typed(7, "{one}", signed_by="."), "signed_by"),
    ],
)
def test_the_cursor_is_where_something_is_wrong_and_what_was_typed_stays(desk, sent, field):
    sent = {name: str(value).format(one=numbers(desk)[0]) for name, value in sent.items()}
    answer = desk.post(PAGE, desk.wood, **sent)
    assert (answer.status_code, focused(answer)) == (422, [field])
    page = html.fromstring(answer.content.decode())
    assert page.xpath("//main//input[@name='counted']/@value") == [sent["counted"]]
    assert queries.count_unchecked(desk.wood.pk) == 8


def test_a_script_that_was_scanned_before_is_not_missing(desk):
    seen = numbers(desk)[0]
    services.check_script(code=desk.wood.code, number=seen, by=MARC)
    answer = desk.post(PAGE, desk.wood, **typed(7, seen))
    assert (answer.status_code, focused(answer)) == (422, ["lacking"])
    assert "cherchez-la parmi les autres" in text_of(answer)


def test_closed_by_somebody_else_meanwhile_it_leads_back(desk):
    world.seal(desk.wood)
    assert desk.get(PAGE, desk.wood)["Location"] == address("concordance", desk.wood)
    answer = desk.post(PAGE, desk.wood, **typed(8))
    assert answer.status_code == 422
    assert "Retour au contrôle" in text_of(answer)
    assert address(PAGE, desk.wood) not in desk.get("concordance", desk.wood).content.decode()


def test_the_box_says_of_an_end_whose_it_is(desk):
    first = numbers(desk)[0]
    answer = desk.client.post(address("scan_envelope", desk.wood), {"code": first[4:]}, follow=True)
    assert "Conforme" in text_of(answer)
    answer = desk.client.post(address("scan_envelope", desk.wood), {"code": "9999Z"}, follow=True)
    assert "Aucune copie de cette enveloppe ne finit ainsi" in text_of(answer)


def test_one_too_many_leads_to_where_it_is_set_aside(desk):
    links = html.fromstring(desk.post(PAGE, desk.wood, **typed(9)).content.decode()).xpath("//main//a/@href")
    assert f"{address('new_set_aside')}?dans={desk.wood.code}" in links
