"""Header strips whose scripts were destroyed: asked for, certified by two, taken back; seen by the office."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.anonymity import queries as anonymity
from massicot.exams.models import Paper
from massicot.scripts import queries as scripts
from massicot.scripts.models import Script, StripBox
from massicot.shelves.models import DestructionList
from tests import destroying, world
from tests.cast import CEDRES, MURIERS
from tests.keeping import kept
from tests.results.archived import archive
from tests.web.examcentre.desk import address, claire, page
from tests.web.office.reading import words_of
from tests.web.visitors import CENTRE, PAPER, signed_in

pytestmark = pytest.mark.django_db


def destroyed_lately():
    """A list is destroyed of a paper of last year, whose strips both exam centres filed."""
    built = destroying.signed()
    for uai in (CEDRES, MURIERS):
        if not scripts.strip_boxes(built.paper.pk, uai):
            world.box_strips(built, uai)
    destroying.destroy(built)
    Paper.objects.update(starts_at=timezone.now() - timedelta(days=800), ends_at=timezone.now() - timedelta(days=799))
    return built


built = kept(destroyed_lately)


def due_of(built, uai=CEDRES):
    return anonymity.strips_due(built.paper, uai)


def send(name, **fields):
    return claire().post(address(name), fields)


def at_office():
    return words_of(signed_in("odile@bureau.invalid").get(reverse("office:destruction", kwargs=PAPER)))


def test_the_centre_is_asked_from_its_home_page_and_told_which_stay(built):
    home = words_of(claire().get(reverse("examcentre:home")))
    assert "détruisez les en-têtes" in home
    for name in ("box_strips", "strips_destroyed"):
        shown = page(claire(), name)
        assert f"{due_of(built)} en-têtes de ce centre sont à détruire" in shown
    kept_here = scripts.strips_to_keep(built.paper.pk, CEDRES)
    # The sample is drawn: it may leave none of them out.
    assert (f"En-têtes à garder : {len(kept_here)}" in shown) == bool(kept_here)


def test_two_certify_and_the_office_sees_which_centre_has(built):
    due, other = due_of(built), due_of(built, MURIERS)
    assert "En-têtes dans les centres d’épreuves" in at_office()
    answer = send("certify_strips", count=str(due), signed_by="Mme Roux", reason="")
    assert (answer.status_code, answer["Location"]) == (303, address("strips_destroyed"))
    certified = page(claire(), "strips_destroyed")
    assert "avec Mme Roux" in certified
    assert "Signer : ces en-têtes sont détruits" not in certified
    shown = page(claire(), "box_strips")
    assert "Aucun en-tête n’est à détruire ici" in shown
    assert "ce qui est attesté détruit n’y est plus" in shown
    assert "Chaque en-tête est en boîte" not in shown
    assert "Rouvrir cette boîte" not in shown
    assert "détruisez les en-têtes" not in words_of(claire().get(reverse("examcentre:home")))
    here, there = at_office().partition("En-têtes dans")[2].split("Lycée")[1:3]
    assert (str(due) in here, str(other) in there) == (True, True)


def test_the_certificate_is_printed_at_the_centre_and_at_the_office_until_it_is_taken_back(built):
    answer = send("certify_strips", count=str(due_of(built)), signed_by="Mme Roux", reason="")
    [row] = destroying.certified_strips(built)
    here = reverse("examcentre:print_strip_certificate", kwargs=CENTRE | {"destruction_id": row.pk})
    there = reverse("office:strip_certificate", kwargs=PAPER | {"uai": CEDRES, "destruction_id": row.pk})
    assert f'href="{here}"' in claire().get(answer["Location"]).content.decode()
    odile = signed_in("odile@bureau.invalid")
    assert f'href="{there}"' in odile.get(reverse("office:destruction", kwargs=PAPER)).content.decode()
    archive(built, at=timezone.now())
    assert claire().get(here)["Content-Type"] == odile.get(there)["Content-Type"] == "application/pdf"
    send("take_back_certificate", destruction_id=str(row.pk), reason="Pas encore faits")
    for gone in (claire().get(here), odile.get(there)):
        assert gone.status_code == 404
        assert "Cette attestation a été reprise" in words_of(gone)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"count": "1"}, "tapez le nom de la seconde"),
        ({"count": "99", "signed_by": "Mme Roux"}, "Recomptez ce qui est détruit"),
        ({"count": "1", "signed_by": "Mme Roux"}, "donnez le motif"),
        ({"count": "", "signed_by": "Mme Roux"}, "Saisissez le nombre."),
        ({"count": "1", "signed_by": "Claire@Cedres.invalid", "reason": "Une seule"}, "c’est vous"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_signed(built, typed, told):
    answer = send("certify_strips", **{"signed_by": "", "reason": "", **typed})
    assert answer.status_code == 422
    assert told in words_of(answer)
    assert destroying.certified_strips(built) == []


def test_the_answer_counts_what_is_destroyed_and_what_was_not_found(built):
    due = due_of(built)
    for count, told in ((due, f"{due} en-têtes sont attestés détruits."), (due - 1, "Non retrouvés : 1")):
        client = claire()
        client.post(address("certify_strips"), {"count": str(count), "signed_by": "Mme Roux", "reason": "Cherchés"})
        shown = words_of(client.get(address("strips_destroyed")))
        assert (told in shown, "Non retrouvés" in shown) == (True, count < due)
        row = destroying.certified_strips(built)[-1]
        send("take_back_certificate", destruction_id=str(row.pk), reason="Pas encore faits")


def test_a_certificate_is_taken_back_on_the_page_that_shows_it(built):
    destroying.certify(built)
    [row] = destroying.certified_strips(built)
    gone = send("take_back_certificate", destruction_id=str(row.pk + 5), reason="Erreur")
    assert gone.status_code == 422
    assert send("take_back_certificate", destruction_id=str(row.pk), reason="Pas encore faits").status_code == 303
    assert due_of(built) > 0
    assert "sont à détruire" in page(claire(), "strips_destroyed")


def test_in_an_archived_session_each_centre_is_asked_for_its_own_and_has_this_page_alone(built):
    archive(built, at=timezone.now())
    home = words_of(claire().get(reverse("examcentre:home")))
    assert f"Les copies de {due_of(built)} en-têtes ont été détruites" in home
    shown = page(claire(), "strips_destroyed")
    assert "La session est archivée" in shown
    assert "Salles" not in shown
    assert claire().get(address("box_strips")).status_code == 404
    other = reverse("examcentre:strips_destroyed", kwargs=CENTRE | {"uai": MURIERS})
    assert claire().get(other).status_code == 404
    assert send("certify_strips", count=str(due_of(built)), signed_by="Mme Roux", reason="").status_code == 303
    assert due_of(built) == 0
    assert due_of(built, MURIERS) > 0
    assert "en-têtes ont été détruites" not in words_of(claire().get(reverse("examcentre:home")))
    [row] = destroying.certified_strips(built)
    assert send("take_back_certificate", destruction_id=str(row.pk), reason="Pas encore faits").status_code == 303
    assert due_of(built) > 0


def test_of_an_archived_session_of_which_nothing_was_destroyed_there_is_no_page(built):
    Script.objects.update(pupil_token=b"x" * 12)
    archive(built, at=timezone.now())
    assert claire().get(address("strips_destroyed")).status_code == 404
    assert "en-têtes ont été détruites" not in words_of(claire().get(reverse("examcentre:home")))


def test_before_a_destruction_the_page_says_so_and_offers_nothing(built):
    Script.objects.update(pupil_token=b"x" * 12)
    DestructionList.objects.all().delete()
    shown = page(claire(), "strips_destroyed")
    assert "Aucune copie de cette épreuve n’a été détruite" in shown
    assert "Signer" not in shown


@pytest.mark.parametrize("is_archived", [False, True])
def test_a_centre_that_filed_no_box_is_asked_from_its_home_page_too_and_to_file_nothing(built, is_archived):
    StripBox.objects.filter(centre_uai=CEDRES).delete()
    if is_archived:
        archive(built, at=timezone.now())
    home = words_of(claire().get(reverse("examcentre:home")))
    assert f"Les copies de {due_of(built)} en-têtes ont été détruites" in home
    assert "à archiver dans" not in home
    assert "sont à détruire" in page(claire(), "strips_destroyed")
    assert send("certify_strips", count=str(due_of(built)), signed_by="Mme Roux", reason="").status_code == 303
    assert "ont été détruites" not in words_of(claire().get(reverse("examcentre:home")))


def test_a_centre_none_of_whose_scripts_was_destroyed_is_asked_for_nothing(built):
    StripBox.objects.filter(centre_uai=CEDRES).delete()
    Script.objects.filter(centre_uai=CEDRES).update(pupil_token=b"x" * 12)
    assert "ont été détruites" not in words_of(claire().get(reverse("examcentre:home")))
    assert "Le bureau des examens a détruit" not in page(claire(), "box_strips")
