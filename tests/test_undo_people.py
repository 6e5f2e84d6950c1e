"""docs/undo.md, the rows about invitations and letters: each is undone here."""

import pytest

from massicot.accounts.queries.links import open_link
from massicot.candidates import queries as candidates
from massicot.candidates import services as candidate_acts
from massicot.candidates.rules.candidates import Identity, fingerprint_of
from massicot.exams import services as exam_acts
from massicot.post import queries as post
from massicot.post import services as post_acts
from massicot.post.rules import LetterMovedOn, LetterState
from tests import world
from tests.cast import CLAIRE, EVENING, ODILE
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


def link_to(token):
    return f"http://127.0.0.1:8000/bienvenue/{token}/"


@undoes("invitation sent or printed")
def test_an_invitation_made_anew_voids_the_one_before():
    world.prepared()
    drawn = []

    def keep(code):
        drawn.append(code)
        return link_to(code)

    exam_acts.invite_again(email=CLAIRE.login, papers=[], link_address=keep, by=ODILE, at=EVENING)
    exam_acts.print_invitation(email=CLAIRE.login, papers=[], link_address=keep, by=ODILE, at=EVENING)
    assert [open_link(code, EVENING) is not None for code in drawn if code] == [False, True]
    assert [letter.state for letter in post.letters()] == [LetterState.GIVEN_UP]


@undoes("letter that waits or is stuck")
def test_a_letter_is_given_up_until_it_is_sent():
    letter = post_acts.write_letter(to=CLAIRE.login, subject="Accès", body="Lien", by=ODILE, at=EVENING)
    post_acts.give_up(letter_id=letter.pk, by=ODILE, at=EVENING)
    assert bytes(post.letter_by_id(letter.pk).sealed) == b""
    with pytest.raises(LetterMovedOn):
        post_acts.send_again(letter_id=letter.pk, by=ODILE, at=EVENING)


@undoes("who a candidate is corrected")
def test_who_a_candidate_is_can_be_corrected_again():
    paper = world.prepared().paper
    row = candidates.entry_rows(paper)[0]
    stored = Identity._make(getattr(row, name) for name in Identity._fields)
    where = {"paper": paper, "entry_id": row.entry_id, "reason": "Acte de naissance", "by": ODILE, "at": EVENING}
    wrong = stored._replace(surname="Autre")
    candidate_acts.correct_person(**where, seen=fingerprint_of(stored), person=wrong)
    candidate_acts.correct_person(**where, seen=fingerprint_of(wrong), person=stored)
    assert candidates.entry_rows(paper)[0] == row
