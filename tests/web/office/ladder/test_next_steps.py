"""Gaps that a next step closes, and what lacks though both counts agree, as the ladder and its pages tell them."""

import pytest
from django.urls import reverse
from lxml import html

from massicot.batches.rules.rungs import NOT_IN_BATCH
from massicot.consignments import services as consignments
from massicot.consignments.rules.despatch import AllBut
from massicot.exams.models import Institution
from massicot.results import queries as results
from massicot.scripts import queries as scripts
from tests import world
from tests.cast import CEDRES, CLAIRE, EVENING, PERRIN
from tests.web.office.reading import words_of
from tests.web.visitors import PAPER, visitor

pytestmark = pytest.mark.django_db
LADDER, GAP = (reverse(f"office:{name}", kwargs=PAPER) for name in ("ladder", "decide_gap"))


def rung(slug):
    return reverse("office:rung", kwargs=PAPER | {"slug": slug})


def loose_of(built):
    return next(gap for gap in results.ladder(built.paper).gaps if gap.kind == NOT_IN_BATCH.name)


def test_a_script_that_only_waits_for_its_batch_is_not_offered_for_a_decision():
    built = world.received()
    office, gap = visitor(built, "office"), loose_of(built)
    assert "Décider" not in words_of(office.get(rung("lots")))
    page = office.get(GAP, {"key": gap.key})
    assert "L’étape suivante règle cet écart d’elle-même" in words_of(page)
    (form,) = html.fromstring(page.content.decode()).xpath("//details//form[.//*[@name='decision']]")
    assert form.get("action") == GAP


def test_whoever_has_the_script_is_called_and_not_the_exam_centre_that_wrote_it():
    built = world.received()
    Institution.objects.filter(uai=PERRIN).update(telephone="05 00 00 00 01")
    Institution.objects.filter(uai=CEDRES).update(telephone="05 00 00 00 02")
    page = words_of(visitor(built, "office").get(GAP, {"key": loose_of(built).key}))
    assert "05 00 00 00 01" in page
    assert "05 00 00 00 02" not in page


def test_scripts_signed_as_not_there_are_written_as_a_difference_and_the_colours_are_told():
    built = world.sat()
    numbers = list(scripts.in_hand_of_centre(built.paper.pk, CEDRES))
    consignments.pack_numbered(
        paper=built.paper,
        centre_uai=CEDRES,
        route=world.on_site_route(built),
        counted=len(numbers) - 2,
        lacking=AllBut(numbers[:2], "Mme Second"),
        by=CLAIRE,
        at=EVENING,
    )
    page = html.fromstring(visitor(built, "office").get(LADDER).content.decode())
    (packed,) = page.xpath("//ol[@class='ladder']/li[contains(@class, 'is-loss')]")
    counts = [" ".join(count.text_content().split()) for count in packed.xpath(".//dd")]
    assert counts == ["4", "4 \N{MINUS SIGN}2"]
    assert "Ce que disent les couleurs" in page.text_content()
