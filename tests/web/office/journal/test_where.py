"""Where is it, for the office: the story that `massicot where` prints, over all centres, and never a name."""

import pytest
from django.urls import reverse
from lxml import html

from massicot.batches import queries as batches
from massicot.commands import line
from massicot.consignments import queries as parcels
from massicot.scripts import queries as scripts
from tests import cast, later_world, world
from tests.cast import NAMES
from tests.web.office.reading import words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db


def ask(built, typed):
    return visitor(built, "office").get(reverse("office:where"), {"quoi": typed})


def acts_on(answer):
    page = html.fromstring(answer.content.decode())
    return [cell.text_content().split(" (")[0].strip() for cell in page.xpath("//tbody/tr/td[1]")]


def acts_printed(capsys, ref):
    assert line.run(["where", ref]) == 0
    return [told.split("  ")[2] for told in capsys.readouterr().out.splitlines()[1:]]


def test_an_extra_sheet_tells_the_story_of_its_script(capsys):
    built = world.handed_out()
    number = batches.numbers_of(batches.batches_of(built.paper.pk)[0].pk)[0]
    answer = ask(built, f"{number}:2")
    assert "C’est sa feuille 2" in answer.content.decode()
    assert acts_on(answer) == acts_printed(capsys, f"{number}/2")


def test_a_story_is_the_one_that_the_command_prints(capsys):
    built = world.handed_out()
    batch, parcel = batches.batches_of(built.paper.pk)[0], parcels.parcels_of(built.paper.pk)[0]
    for ref in (batches.numbers_of(batch.pk)[0], batch.code, parcel.code):
        told = acts_on(ask(built, ref.lower()))
        assert len(told) >= 2
        assert told == acts_printed(capsys, ref)


def test_places_and_markers_are_named_and_candidates_are_not():
    built = world.handed_out()
    batch = batches.batches_of(built.paper.pk)[0]
    number = batches.numbers_of(batch.pk)[0]
    words = words_of(ask(built, f"{number[:4]} {number[4:]}"))
    assert "Chez le correcteur" in words
    assert "BADIANE (BOB)" in words
    assert f"Où est {batch.code} ?" in words
    assert not [name for name in NAMES if name in words]


def test_a_label_before_the_day_tells_its_centre():
    built = world.prepared()
    number = scripts.numbers_of_centre(built.paper.pk, cast.CEDRES)[0]
    assert "étiquette du centre Lycée des Cèdres" in words_of(ask(built, number)).replace("Étiquette", "étiquette")


def test_a_missing_script_is_told_as_missing():
    built = later_world.with_one_lost()
    assert acts_on(ask(built, later_world.number_of(built, 1)))[-1] == "déclarée manquante"


def links_of(answer):
    return html.fromstring(answer.content.decode()).xpath("//main//p//a/@href")


def test_a_missing_script_leads_to_its_parcel_and_to_its_decision():
    built = later_world.with_one_lost()
    number = later_world.number_of(built, 1)
    codes = [built.paper.session.code, built.paper.code]
    gap = reverse("office:decide_gap", args=codes, query={"key": f"missing-script:{number}"})
    parcel = parcels.announcement_of(number).parcel
    answer = ask(built, number)
    assert {f"?quoi={parcel}", gap} <= set(links_of(answer))
    assert "Décider du sort de cette copie" in words_of(answer)
    assert visitor(built, "office").get(gap).status_code == 200
    later_world.decide_lost(built, number)
    assert "Ce qui a été décidé de cette copie" in words_of(ask(built, number))


def test_a_script_in_its_batch_leads_to_no_gap():
    built = world.handed_out()
    number = batches.numbers_of(batches.batches_of(built.paper.pk)[0].pk)[0]
    assert not [link for link in links_of(ask(built, number)) if "ecart" in link]


@pytest.mark.parametrize("typed", ["00000042W", "12", "B-NOWHERE-0001", "P-NOWHERE", "S-BTS-2017-CGE-0", "é"])
def test_what_nobody_knows_is_said_with_what_was_typed(typed):
    answer = ask(world.prepared(), typed)
    assert (answer.status_code, typed in "".join(words_of(answer).split())) == (422, True)
