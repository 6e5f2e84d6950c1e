"""The address at which a person asks to be written to: asked, kept after all, refused, moved by the office."""

import pytest

from massicot.accounts.rules import EmailMalformed
from massicot.audit import queries as audit
from massicot.persons import services
from massicot.persons.rules.addresses import AddressNotAsked, AddressStandsAlready
from massicot.persons.rules.persons import PersonReasonMissing, subject_of
from massicot.post import queries as post
from massicot.post.models import Letter
from tests import world
from tests.cast import MORNING, ODILE
from tests.keeping import kept
from tests.persons.calling import BOB, move, person

pytestmark = pytest.mark.django_db
built = kept(world.prepared)
BY = {"by": ODILE, "at": MORNING}
NEW = "bob@ailleurs.invalid"


def ask(email=NEW):
    services.ask_address(person=person(), email=email, **BY)


def asked():
    return person().asked_email


@pytest.mark.usefixtures("built")
def test_what_is_asked_changes_nothing_until_the_office_moves_the_address():
    ask(f" {NEW.upper()} ")
    assert (person().email, asked(), person().asked_email_at) == (BOB, NEW, MORNING)
    move(NEW)
    assert (person().email, asked(), person().asked_email_at) == (NEW, "", None)


@pytest.mark.usefixtures("built")
def test_the_last_address_asked_for_stands_and_the_same_again_is_one_line():
    for email in ("bob@erreur.invalid", NEW, NEW):
        ask(email)
    assert asked() == NEW
    assert [line.act for line in audit.acts_of(subject_of("BOB"))].count("AddressAsked") == 2


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(("email", "refusal"), [(BOB, AddressStandsAlready), ("bob", EmailMalformed)])
def test_ones_own_address_and_what_is_none_are_refused(email, refusal):
    with pytest.raises(refusal):
        ask(email)
    assert asked() == ""


@pytest.mark.usefixtures("built")
def test_the_office_refuses_with_a_reason_that_the_person_reads():
    ask()
    with pytest.raises(PersonReasonMissing):
        services.refuse_asked_address(person=person(), seen=NEW, reason=" ", **BY)
    services.refuse_asked_address(person=person(), seen=NEW, reason="Vous ne l'avez pas demandé", **BY)
    assert "Vous ne l'avez pas demandé" in post.body_of(Letter.objects.get(to=BOB))
    assert asked() == ""


@pytest.mark.usefixtures("built")
def test_an_answer_to_an_address_that_was_asked_for_before_is_refused():
    ask("bob@erreur.invalid")
    ask()
    for act, more in ((services.refuse_asked_address, {"reason": "Non"}), (services.take_back_asked_address, {})):
        with pytest.raises(AddressNotAsked):
            act(person=person(), seen="bob@erreur.invalid", **more, **BY)
    assert asked() == NEW
    assert not Letter.objects.filter(to=BOB).exists()
