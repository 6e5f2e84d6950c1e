"""The documents to print before a paper, on the office's home page until each centre has printed its own."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.anonymity import services as anonymity
from massicot.exams.models import Corrigendum
from tests import cast, world
from tests.cast import CLAIRE, KEY, ODILE
from tests.keeping import kept
from tests.web.office.corrigenda.test_corrigenda import drafted, office, prepared, send  # noqa: F401 - a fixture
from tests.web.office.home.test_home import tasks_for

pytestmark = pytest.mark.django_db

built = kept(prepared)

ADDRESS = reverse("office:documents_of_kind", args=["BTS-2017", "CGE", "listes-anonymat"])
TO_PRINT, TO_REPRINT = f"{ADDRESS}?reste=jamais", f"{ADDRESS}?reste=a-refaire"
NEVER = {
    1: "1 centre n’a pas imprimé ses étiquettes et sa liste d’anonymat : il le fait, ou vous les lui imprimez.",
    2: "2 centres n’ont pas imprimé leurs étiquettes et leur liste d’anonymat : ils le font, ou vous les leur "
    "imprimez.",
}
AGAIN = {
    1: "1 centre a imprimé ses étiquettes et sa liste d’anonymat avant le rectificatif DIEC/17-900 : les deux sont à "
    "réimprimer.",
    2: "2 centres ont imprimé leurs étiquettes et leur liste d’anonymat avant le rectificatif DIEC/17-900 : les deux "
    "sont à réimprimer.",
}
RELISTED = {
    1: "1 centre a imprimé ses étiquettes et sa liste d’anonymat avant qu’une table ne modifie ses candidats : "
    "les deux sont à réimprimer, et ses listes d’émargement.",
    2: "2 centres ont imprimé leurs étiquettes et leur liste d’anonymat avant qu’une table ne modifie leurs "
    "candidats : les deux sont à réimprimer, et leurs listes d’émargement.",
}


def print_both(built, centre, by=CLAIRE):
    where = {"paper": built.paper, "centre_uai": centre, "key": KEY, "by": by, "at": timezone.now()}
    anonymity.print_labels(**where)
    anonymity.print_anonymity_list(**where)


def printing():
    return {told: address for told, address in tasks_for().items() if address.startswith(ADDRESS)}


def test_what_to_print_is_told_until_each_centre_or_the_office_for_it_has_printed(built):
    assert printing() == {NEVER[2]: TO_PRINT}
    print_both(built, cast.CEDRES)
    assert printing() == {NEVER[1]: TO_PRINT}
    print_both(built, cast.MURIERS, by=ODILE)
    assert printing() == {}


def test_what_a_corrigendum_changes_is_to_be_printed_again_until_it_is(built, office):  # noqa: F811
    for centre in (cast.CEDRES, cast.MURIERS):
        print_both(built, centre)
    send(office, "apply_corrigendum", drafted(office))
    assert printing() == {AGAIN[2]: TO_REPRINT}
    print_both(built, cast.CEDRES)
    assert printing() == {AGAIN[1]: TO_REPRINT}
    print_both(built, cast.MURIERS)
    assert printing() == {}


def test_what_a_table_changes_is_to_be_printed_again_until_it_is(built, office):  # noqa: F811
    for centre in (cast.CEDRES, cast.MURIERS):
        print_both(built, centre)
    changed = cast.candidates_csv().replace(b"ABRICOT", b"ABRICOTIER").replace(b"PISTACHE", b"PISTOU")
    table = world.read_table(built.session, changed)
    anonymity.import_candidates(session=built.session, table=table, key=KEY, by=ODILE, at=timezone.now())
    assert printing() == {RELISTED[2]: TO_REPRINT}
    assert "Mûriers" in office.get(TO_REPRINT).content.decode()
    print_both(built, cast.CEDRES)
    assert printing() == {RELISTED[1]: TO_REPRINT}
    print_both(built, cast.MURIERS)
    assert printing() == {}


def test_a_corrigendum_that_changes_no_label_has_nothing_printed_again(built, office):  # noqa: F811
    for centre in (cast.CEDRES, cast.MURIERS):
        print_both(built, centre)
    routes = {f"route1-{name}": "" for name in ("copy_model", "destination_uai", "destination_name")}
    typed = routes | {"route1-academies": [], "calendar-despatch_hours": "24"}
    send(office, "apply_corrigendum", drafted(office, **typed))
    assert Corrigendum.objects.get().applied_at
    assert printing() == {}


def test_nothing_is_to_be_printed_once_the_paper_has_begun(built):
    type(built.paper).objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    assert printing() == {}


def test_the_list_alone_does_not_stand_for_the_labels(built):
    where = {"paper": built.paper, "centre_uai": cast.CEDRES, "key": KEY, "by": CLAIRE, "at": timezone.now()}
    anonymity.print_anonymity_list(**where)
    assert printing() == {NEVER[2]: TO_PRINT}


def test_the_card_leads_to_a_list_of_those_concerned_alone(built, office):  # noqa: F811
    print_both(built, cast.CEDRES)
    shown = office.get(TO_PRINT).content.decode()
    assert "Mûriers" in shown
    assert "Cèdres" not in shown
    print_both(built, cast.MURIERS)
    send(office, "apply_corrigendum", drafted(office))
    print_both(built, cast.CEDRES)
    again = office.get(TO_REPRINT).content.decode()
    assert "documents/etiquettes/?reste=a-refaire" in again
    assert "Mûriers" in again
    assert "Cèdres" not in again
