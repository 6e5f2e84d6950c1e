"""Lines of a mark sheet whose script is missing, on the page of the marks: struck in a word, or not waited for."""

import pytest
from lxml import html

from massicot.batches import queries as batches
from massicot.documents.codes import group_number
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.results.rules import Decision
from tests import world
from tests.cast import ODILE, TYPING
from tests.short_batches import close_without, take_back_without
from tests.web.portal.conftest import Browser, open_window

pytestmark = pytest.mark.django_db


def text_of(client):
    """Read the page of the marks, its spaces plain."""
    return " ".join(html.fromstring(client.get("/saisie/lot/").content.decode()).text_content().split())


def plain(number):
    return " ".join(group_number(number).split())


def decide(built, number):
    key = f"missing-in-batch:{number}"
    (gap,) = (gap for gap in results.ladder(built.paper).gaps if gap.key == key)
    said = {"decision": Decision.LOST, "reason": "Introuvable.", "by": ODILE, "at": TYPING}
    result_acts.decide_gap(paper=built.paper, key=key, seen=gap.figures, **said)


def test_a_line_struck_since_the_sheet_was_printed_is_told_with_its_rank_and_why(client):
    built = world.batched()
    batch = batches.batches_of(built.paper.pk)[0]
    missing = batches.numbers_of(batch.pk)[2]
    close_without(batch, missing)
    world.lend(batches.batch_by_code(batch.code), "BOB")
    open_window()
    Browser(client, built.sheets[batch.code], batch).sign_in()
    told = text_of(client)
    assert "Une ligne de votre bordereau est rayée" in told
    assert f"ligne 3, {plain(missing)} – sa copie n’était pas dans l’enveloppe" in told


def test_a_line_of_which_the_office_decided_is_not_left_to_be_typed(portal):
    wood = portal.wood
    lost, *others = wood.numbers
    wood.sign_in()
    wood.save(*((number, "12", "") for number in wood.numbers))
    take_back_without(wood.batch, lost)
    world.lend(batches.batch_by_code(wood.batch.code), "BOB")
    decide(portal.world, lost)
    wood.sign_in()
    wood.save((lost, "", "12"))
    told = text_of(wood.client)
    assert "0 lignes restantes" in told or "0 ligne restante" in told
    assert "le bureau des examens a décidé, rien à saisir" in told
    assert len(others) == 7
