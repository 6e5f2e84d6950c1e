"""The seal of a parcel on the pages of the marking centre, of the office and of the exam centre."""

import pytest
from django.urls import reverse

from massicot.consignments import queries
from massicot.exams.models import Institution
from tests import world
from tests.cast import CEDRES, CLAIRE, MARC, ODILE, PERRIN
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def parcel():
    return queries.parcels_of(world.arrived().paper.pk, CEDRES)[0]


def text(answer):
    return " ".join(answer.content.decode().split())


def at_perrin(name, parcel):
    return reverse(f"markingcentre:{name}", args=[PERRIN, "BTS-2017", "CGE", parcel.code])


def tell(parcel, **fields):
    return signed_in(MARC.login).post(at_perrin("read_seal", parcel), fields)


def test_the_number_told_at_the_departure_is_shown_only_once_the_seal_is_told(parcel):
    marc = signed_in(MARC.login)
    page = text(marc.get(at_perrin("parcel", parcel)))
    assert f"<dd>{parcel.seal}</dd>" not in page
    assert "Personne n’a dit l’état de son scellé" in text(marc.get(at_perrin("reception", parcel)))
    assert tell(parcel, state="intact", read=parcel.seal).status_code == 303
    page = text(marc.get(at_perrin("parcel", parcel)))
    assert f"<dd>{parcel.seal}</dd>" in page
    assert "Personne n’a dit l’état" not in text(marc.get(at_perrin("reception", parcel)))


def test_another_number_is_read_twice_then_followed_by_the_office_and_told_to_the_centre(parcel):
    once = tell(parcel, state="intact", read="X9")
    assert (once.status_code, "J’ai regardé deux fois" in text(once), parcel.seal in text(once)) == (422, True, False)
    assert tell(parcel, state="intact", read="X9", is_sure="on").status_code == 303
    for uai, telephone in ((CEDRES, "05 00 00 00 01"), (PERRIN, "05 00 00 00 02")):
        Institution.objects.filter(uai=uai).update(telephone=telephone)
    odile = signed_in(ODILE.login)
    listed = reverse("office:seals", args=["BTS-2017", "CGE"])
    shown = text(odile.get(listed))
    assert [said in shown for said in ("X9", "05 00 00 00 01", "05 00 00 00 02", "L’affaire est close")] == [True] * 4
    ending = reverse("office:end_seal_trouble", args=["BTS-2017", "CGE", parcel.code])
    fields = {f"{parcel.code}-end": "explained", f"{parcel.code}-remark": "Scellé changé au dépôt"}
    assert odile.post(ending, {}).status_code == 422
    assert odile.post(ending, fields).status_code == 303
    centre = reverse("examcentre:parcel", args=[CEDRES, "BTS-2017", "CGE", parcel.code])
    assert "Scellé changé au dépôt" in text(signed_in(CLAIRE.login).get(centre))
