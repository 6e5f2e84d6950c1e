"""A parcel made with a script missing names it, to its exam centre, to the marking centre and to the office."""

import pytest
from django.urls import reverse

from massicot.consignments import queries as parcels
from massicot.documents.codes import group_number
from massicot.exams.models import Institution
from massicot.scripts import queries as scripts
from tests import world
from tests.cast import CEDRES
from tests.keeping import kept
from tests.web.examcentre.desk import PERRIN, address, claire, page
from tests.web.office.reading import words_of
from tests.web.visitors import MARKED, visitor

pytestmark = pytest.mark.django_db


def packed_without_one():
    """Five of the six scripts of Les Cèdres are in a parcel; the sixth was not there, as two persons signed."""
    built = world.sat()
    built.lost, *_ = scripts.in_hand_of_centre(built.paper.pk, CEDRES)
    typed = {"counted": "5", "lacking": built.lost, "signed_by": "Mme Second"}
    assert claire().post(address("pack", PERRIN), typed).status_code == 303
    (built.parcel,) = parcels.parcels_of(built.paper.pk, CEDRES)
    Institution.objects.filter(uai=CEDRES).update(telephone="04 91 00 00 00")
    return built


built = kept(packed_without_one)


def where(built, typed):
    return words_of(visitor(built, "office").get(reverse("office:where"), {"quoi": typed}))


def read(number):
    return " ".join(group_number(number).split())


def test_the_exam_centre_reads_which_and_where_to_say_that_it_is_found(built):
    shown = page(claire(), "parcel", built.parcel.code)
    assert "1 copie n’y était pas quand un paquet pour cette destination a été fait" in shown
    assert read(built.lost) in shown
    assert f"{address('pack', PERRIN)}#left-out" in shown


def test_the_office_reads_which_and_whom_to_call(built):
    words = where(built, built.parcel.code)
    assert f"N’y étaient pas quand les paquets de son centre d’épreuves ont été faits {read(built.lost)}" in words
    assert "04 91 00 00 00" in words


def test_where_is_it_says_who_signed_and_who_looks_for_it(built):
    words = where(built, built.lost)
    for said in ("comme l’a signé Mme Second", "Lycée des Cèdres", "04 91 00 00 00", "Ce centre la cherche"):
        assert said in words


def test_the_marking_centre_reads_the_number(built):
    marking = reverse("markingcentre:parcel", kwargs=MARKED | {"code": built.parcel.code})
    words = words_of(visitor(built, "marking-centre").get(marking))
    assert "1 copie de ce centre d’épreuves n’y était pas" in words
    assert read(built.lost) in words


def test_once_it_is_found_no_page_names_it(built):
    assert claire().post(address("find_left_out", PERRIN), {"number": built.lost}).status_code == 303
    assert read(built.lost) not in page(claire(), "parcel", built.parcel.code)
    assert read(built.lost) not in where(built, built.parcel.code)
