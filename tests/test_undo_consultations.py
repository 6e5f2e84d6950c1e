"""docs/undo.md, row by row: what can be undone of the requests to see a script."""

import pytest

from massicot.deposits import queries as deposits
from massicot.results import queries, services
from massicot.results.rules.consultations import AskerProof, ConsultationStep
from tests import later_world
from tests.cast import KEY, ODILE, OMAR, TYPING
from tests.deposits.papers import CERTIFICATE
from tests.results.asking import ask, follow, state_of
from tests.results.mailing import LINE
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


@undoes("request to see a script noted")
def test_a_request_noted_by_mistake_is_withdrawn_and_another_may_be_noted():
    built = later_world.lifted()
    first = ask(built, 5)
    follow(built, first, ConsultationStep.WITHDRAW, words="Par erreur.")
    second = ask(built, 5)
    assert (state_of(first), state_of(second)) == ("withdrawn", "asked")


@undoes("step of a request to see a script")
def test_each_step_of_a_request_is_taken_back():
    built = later_world.lifted()
    asked = ask(built, 5)
    taken = [
        (ConsultationStep.REFUSE, {"words": "Rien à voir."}, "refused", "asked"),
        (ConsultationStep.CHECK, {"proof": AskerProof.PASSPORT}, "checked", "asked"),
        (ConsultationStep.SEND, {}, "sent", "checked"),
        (ConsultationStep.SHOW, {"words": "Odile"}, "shown", "checked"),
        (ConsultationStep.COPY, {"pages": 2}, "copied", "checked"),
    ]
    for step, typed, then, before in taken:
        if before == "checked" and state_of(asked) == "asked":
            follow(built, asked, ConsultationStep.CHECK, proof=AskerProof.PASSPORT)
        follow(built, asked, step, **typed)
        assert state_of(asked) == then
        follow(built, asked, ConsultationStep.TAKE_BACK, words="Par erreur.")
        assert state_of(asked) == before


@undoes("copy of a script sent by mail")
def test_a_copy_that_has_not_left_is_taken_back_and_destroyed(settings, tmp_path):
    (tmp_path / "key").write_text(KEY.secret.hex(), encoding="ascii")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "key")
    built = later_world.lifted()
    asked = ask(built, 5)
    follow(built, asked, ConsultationStep.CHECK, proof=AskerProof.PASSPORT)
    about = {"paper": built.paper, "consultation_id": asked.pk, "seen": 2, "by": ODILE, "at": TYPING}
    services.send_script_copy(copy=CERTIFICATE, to="iris@example.org", **about)
    follow(built, asked, ConsultationStep.TAKE_BACK, words="Autre copie.")
    (copy,) = queries.copies_of(asked)
    assert (state_of(asked), copy.letter.state, copy.deposit.reason) == ("checked", "given-up", "mistake")


@undoes("line of a mark sheet masked for a request, or confirmed")
def test_a_masked_line_is_taken_back_confirmed_or_not(settings, tmp_path):
    (tmp_path / "key").write_text(KEY.secret.hex(), encoding="ascii")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "key")
    built = later_world.lifted()
    asked = ask(built, 5)
    follow(built, asked, ConsultationStep.CHECK, proof=AskerProof.PASSPORT)
    about = {"paper": built.paper, "consultation_id": asked.pk, "at": TYPING}
    for is_confirmed in (False, True):
        services.keep_extract(picture=LINE, **about, by=ODILE)
        code = queries.extract_of(asked).code
        if is_confirmed:
            services.confirm_extract(code=code, **about, by=OMAR)
        services.take_back_extract(code=code, **about, by=OMAR)
        assert queries.extract_of(asked) is None
        assert deposits.deposit_by_code(code).reason == "mistake"
