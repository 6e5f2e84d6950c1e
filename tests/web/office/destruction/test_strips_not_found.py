"""Header strips that an exam centre did not find: on the home page until the office takes note, and again if not."""

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.anonymity import queries as anonymity
from massicot.commands import line
from massicot.scripts import queries as scripts
from tests import destroying
from tests.cast import CEDRES, MURIERS, ODILE
from tests.keeping import kept
from tests.results.archived import archive
from tests.web.examcentre.desk import claire
from tests.web.examcentre.desk import page as centre_page
from tests.web.examcentre.test_strips_destroyed import destroyed_lately
from tests.web.office.destruction.lately import page, send
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

WORD = "Centre appelé, les deux armoires revues"


def one_not_found():
    """Let an exam centre certify all its strips but one."""
    built = destroyed_lately()
    due = anonymity.strips_due(built.paper, CEDRES)
    destroying.certify(built, count=due - 1, reason="Boîte mouillée")
    return built


built = kept(one_not_found)


def home():
    return words_of(signed_in(ODILE.login).get(reverse("office:home")))


def row_of(built):
    [row] = destroying.certified_strips(built)
    return row


def test_the_home_page_leads_to_which_centre_and_why_until_it_is_noted(built):
    assert "1 en-tête n’a pas été retrouvé" in home()
    shown = page()
    assert "Boîte mouillée" in shown.partition("En-têtes non retrouvés")[2]
    assert send("note_strips_not_found", destruction_id=str(row_of(built).pk), word=WORD).status_code == 303
    assert "n’a pas été retrouvé" not in home()
    told = centre_page(claire(), "strips_destroyed")
    assert ("le bureau des examens en a pris acte" in told, WORD in told) == (True, False)
    assert f"{ODILE.login}" in page().partition(WORD)[0][-200:]
    sent = {"destruction_id": str(row_of(built).pk), "word": "Encore une armoire"}
    assert send("ask_strips_again", **sent).status_code == 303
    assert "1 en-tête n’a pas été retrouvé" in home()
    assert WORD not in page()


def test_an_archived_session_asks_as_well(built):
    archive(built, at=timezone.now())
    assert "1 en-tête n’a pas été retrouvé" in home()
    assert send("note_strips_not_found", destruction_id=str(row_of(built).pk), word=WORD).status_code == 303
    assert "n’a pas été retrouvé" not in home()


def test_what_is_refused_is_said_beside_its_field_or_above_all_where_it_is_not_so_any_more(built):
    answer = send("note_strips_not_found", destruction_id=str(row_of(built).pk), word=" ")
    assert answer.status_code == 422
    assert "Dites ce que le bureau des examens en sait" in words_of(answer)
    for act in ("note_strips_not_found", "ask_strips_again"):
        answer = send(act, destruction_id=str(row_of(built).pk + 7), word=WORD)
        assert answer.status_code == 422
        assert "n’est plus vrai" in words_of(answer)
    early = send("ask_strips_again", destruction_id=str(row_of(built).pk), word=WORD)
    assert "n’est plus vrai" in words_of(early)


def test_where_a_box_of_strips_is_tells_of_the_destruction_and_how_far_its_centre_is(built, capsys):
    here, there = (scripts.strip_boxes(built.paper.pk, uai)[0] for uai in (CEDRES, MURIERS))
    told = words_of(signed_in(ODILE.login).get(reverse("office:where"), {"quoi": here.ref}))
    assert "détruits, comme leur centre l’a attesté le" in told
    assert "1 en-tête de toutes ses boîtes n’a pas été retrouvé" in told
    due = anonymity.strips_due(built.paper, MURIERS)
    told = words_of(signed_in(ODILE.login).get(reverse("office:where"), {"quoi": there.ref}))
    assert f"il reste à son centre {due} en-têtes à attester" in told
    assert line.run(["where", there.ref]) == 0
    assert f"il reste à son centre à attester : {due}" in " ".join(capsys.readouterr().out.split())
