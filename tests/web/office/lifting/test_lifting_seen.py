"""A page of the lifting acts on what it showed: no proposal or changed mark that came since is passed over."""

import pytest
from django.urls import reverse
from lxml import html

from massicot.accounts import services as account_acts
from massicot.batches import queries as batches
from massicot.core.actor import Role
from massicot.results import queries, services
from massicot.results.models import Lifting
from massicot.results.rules.lifting import ProposedSince
from tests import later_world
from tests.cast import ODILE, OMAR, TYPING
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.telephone import code_of
from tests.web.visitors import SECRET, signed_in

pytestmark = pytest.mark.django_db

ADDRESS = reverse("office:lifting", args=("BTS-2017", "CGE"))
built = kept(later_world.locked)


def opened(person):
    """Open the page, and give the fields of its form as they are then."""
    page = html.fromstring(signed_in(person.login).get(ADDRESS).content.decode())
    (form,) = page.xpath("//form[contains(@action, '/levee/')]")
    return dict(form.form_values())


def send(person, fields):
    return signed_in(person.login).post(ADDRESS, fields | {"code": code_of(SECRET)})


def test_two_persons_who_opened_it_to_propose_do_not_lift(built):
    first, second = opened(ODILE), opened(OMAR)
    assert send(ODILE, first).status_code == 303
    refused = send(OMAR, second)
    assert (refused.status_code, queries.is_lifted(built.paper)) == (422, False)
    assert f"{ODILE.login} a proposé" in words_of(refused)
    assert "Confirmer la levée" in words_of(refused)
    assert "Notes modifiées depuis" in words_of(refused)


def test_what_the_refused_page_shows_is_confirmed_from_it(built):
    old = opened(OMAR)
    send(ODILE, opened(ODILE))
    send(OMAR, old)
    services.lift(paper=built.paper, seen=opened(OMAR)["seen"], by=OMAR, at=TYPING)
    assert queries.is_lifted(built.paper)


def test_a_mark_that_is_changed_after_the_page_was_read_is_read_first(built):
    send(ODILE, opened(ODILE))
    Lifting.objects.update(proposed_at=TYPING)
    read = opened(OMAR)
    later_world.amend(built, 1, "20")
    refused = send(OMAR, read)
    assert (refused.status_code, queries.is_lifted(built.paper)) == (422, False)
    assert "Des notes de CGE ont changé" in words_of(refused)
    assert "Erreur matérielle." in words_of(refused)


def test_a_proposal_that_another_took_over_is_not_the_one_that_was_shown(built):
    later_world.propose(built, ODILE)
    seen = queries.shown_lifting(built.paper).seen
    services.propose_anew(paper=built.paper, seen=seen, by=OMAR, at=TYPING)
    with pytest.raises(ProposedSince) as refused:
        services.propose_anew(paper=built.paper, seen=seen, by=ODILE, at=TYPING)
    assert refused.value.values == {"paper": "CGE", "who": OMAR.login}


@pytest.mark.parametrize("seen", ["", "nonsense", f"{OMAR.login} 2017-05-20T08:00:00+00:00 0"])
def test_another_proposal_than_the_one_that_stands_confirms_nothing(built, seen):
    later_world.propose(built, ODILE)
    with pytest.raises(ProposedSince):
        services.lift(paper=built.paper, seen=seen, by=OMAR, at=TYPING)
    assert not queries.is_lifted(built.paper)


def test_what_somebody_proposed_who_left_the_office_is_proposed_in_ones_own_name(built):
    send(ODILE, opened(ODILE))
    away = {"role": Role.OFFICE, "scope": "", "reason": "Mutation.", "by": OMAR, "at": TYPING}
    account_acts.withdraw_role(email=ODILE.login, **away)
    sent = opened(OMAR)
    assert sent["anew"] == "1"
    assert "ne fait plus partie du bureau des examens" in words_of(signed_in(OMAR.login).get(ADDRESS))
    assert send(OMAR, sent).status_code == 303
    lifting = Lifting.objects.get()
    assert (lifting.proposed_by, lifting.lifted_at) == (OMAR.login, None)


def test_what_is_typed_in_a_batch_that_is_open_is_not_said_to_be_nothing(built):
    for batch in batches.batches_of(built.paper.pk):
        services.unlock_batch(batch_code=batch.code, reason="Total faux.", by=ODILE, at=TYPING)
    words = words_of(signed_in(ODILE.login).get(ADDRESS))
    assert "2 lots ne sont pas verrouillés" in words
    assert "Aucune note" not in words
