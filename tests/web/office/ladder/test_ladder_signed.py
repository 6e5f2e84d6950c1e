"""A difference that a centre signed: explained to the office, and left to it."""

import pytest
from django.urls import reverse

from massicot.candidates import services as attendance
from massicot.results.models import GapDecision
from tests import cast, world
from tests.cast import CEDRES, CLAIRE, EVENING
from tests.keeping import kept
from tests.web.office.reading import fields_of, words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

PAPER = {"session": "BTS-2017", "paper": "CGE"}
KEY, TOLD = f"room-count:{CEDRES}/A1", f"Introuvable ({CLAIRE.login})"


def signed_at_les_cedres():
    """The room of Les Cèdres is confirmed, one script fewer than candidates present, with a reason."""
    built = world.prepared()
    world.key_room(built, cast.CEDRES, (2,), ())
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    attendance.count_room(room="A1", counted=6, gap_reason="Introuvable", **where)
    return built


signed = kept(signed_at_les_cedres)


def test_a_gap_signed_at_its_centre_is_open_and_says_who_signed_and_why(signed):
    office = visitor(signed, "office")
    rung = words_of(office.get(reverse("office:rung", kwargs={**PAPER, "slug": "emargement"})))
    assert f"signé au centre d’épreuves : {TOLD} – Décider" in rung
    gap = words_of(office.get(reverse("office:decide_gap", kwargs=PAPER), {"key": KEY}))
    assert f"Signé au centre d’épreuves {TOLD}" in gap


def test_the_office_decides_what_was_signed_and_still_reads_it(signed):
    office, there = visitor(signed, "office"), reverse("office:decide_gap", kwargs=PAPER)
    form = fields_of(office.get(there, {"key": KEY})) | {"decision": "lost", "reason": "Perdue entre deux salles."}
    assert office.post(there, form).status_code == 303
    assert GapDecision.objects.get().key == KEY
    page = words_of(office.get(there, {"key": KEY}))
    assert "Perdue entre deux salles." in page
    assert TOLD in page
