"""Disputes about results in the browser: opened by number and birth, ended, opened again; no number of a script."""

import pytest
from django.utils import timezone

from massicot.core import codes
from massicot.results.models import Dispute
from tests.cast import ODILE, candidate_number
from tests.keeping import kept
from tests.web.office.lifting.lately import address, key_there, lifted_lately, read
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]

built = kept(lifted_lately)


def send(name, *more, **fields):
    return signed_in(ODILE.login).post(address(name, *more), fields)


def open_one(rank=5, **fields):
    typed = {
        "candidate_number": candidate_number(rank),
        "born_on": "1997-03-06",
        "asked_by": "lawyer",
        "received_on": timezone.localdate().isoformat(),
        "reason": "Recours n° 17",
    }
    return send("open_dispute", **typed | fields)


def test_it_is_opened_ended_and_opened_again(built):
    answer = open_one()
    [row] = Dispute.objects.all()
    assert answer["Location"] == address("dispute", row.pk)
    assert "Ouvert : aucune liste ne détruit sa copie" in words_of(read("dispute", row.pk))
    assert send("end_dispute", row.pk, reason="Jugé").status_code == 303
    assert "Clos le" in words_of(read("dispute", row.pk))
    assert send("reopen_dispute", row.pk, reason="Par erreur").status_code == 303
    words = words_of(read("disputes"))
    assert candidate_number(5) in words
    assert not codes.number_within(words)


def test_a_second_one_and_a_wrong_birth_are_refused_with_what_was_typed(built):
    open_one()
    again = open_one()
    assert again.status_code == 422
    assert "est déjà ouvert pour" in words_of(again)
    wrong = open_one(9, born_on="1990-01-01")
    assert wrong.status_code == 422
    assert Dispute.objects.count() == 1


def test_one_of_another_paper_is_not_found(built):
    assert read("dispute", 999_999).status_code == 404
