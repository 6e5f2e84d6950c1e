"""Who knows the names of a session does not mark it, and who may mark it is given no names."""

import ast

import pytest

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.core.actor import Role
from massicot.core.tables import TableRefused
from massicot.exams import queries as exams
from massicot.markers import queries, rules, services
from massicot.markers.rules import read_markers
from massicot.persons.models import Person
from tests import world
from tests.architecture.sources import PACKAGE, dotted, modules_below
from tests.cast import CEDRES, CLAIRE, MORNING, MURIERS, ODILE, PERRIN, PREPARED

pytestmark = pytest.mark.django_db
BOB = "bob@tilleuls.invalid"


def pool(*emails):
    lines = [f"M-{rank};NOM;Prénom;{email};{CEDRES};Lettres" for rank, email in enumerate(emails)]
    content = "\n".join(("identifiant;nom;prenom;courriel;uai;discipline", *lines)).encode()
    return read_markers(content, "m.csv", institutions=exams.institution_names())


def enter(built, *emails):
    return batch_acts.import_markers(session=built.session, table=pool(*emails), by=ODILE, at=MORNING)


def withdraw(at):
    of_claire = {"email": CLAIRE.login, "role": Role.EXAM_CENTRE, "scope": CEDRES}
    account_acts.withdraw_role(**of_claire, reason="Mutée.", by=ODILE, at=at)


@pytest.mark.parametrize("email", [CLAIRE.login, CLAIRE.login.upper(), ODILE.login])
def test_who_has_the_names_is_refused_by_their_line_and_nobody_is_imported(email):
    built = world.prepared()
    before = queries.count_markers([built.session.pk])
    for act in (
        lambda: batch_acts.preview_markers(built.session, pool("teacher@cedres.invalid", email), MORNING),
        lambda: enter(built, "teacher@cedres.invalid", email),
    ):
        with pytest.raises(TableRefused) as refused:
            act()
        (fault,) = refused.value.faults
        assert (fault.line, fault.column, fault.reason.values) == (3, "courriel", {"paper": "CGE"})
    assert queries.count_markers([built.session.pk]) == before


def test_who_had_the_names_once_the_numbers_were_drawn_is_refused_too():
    built = world.prepared()
    withdraw(MORNING)
    with pytest.raises(TableRefused):
        enter(built, CLAIRE.login)


def test_who_left_before_the_numbers_were_drawn_and_the_teachers_of_a_centre_may_mark():
    built = world.opened()
    world.appoint_centres()
    withdraw(PREPARED)
    world.anonymity.confirm_key(key=world.KEY, by=ODILE, at=MORNING)
    draw = world.draws.from_seed(1, "test")
    world.anonymity.prepare(paper=built.paper, key=world.KEY, draw=draw, by=ODILE, at=MORNING)
    assert enter(built, CLAIRE.login, "teacher@cedres.invalid").written == 2


def invite(**whom):
    services.invite(**whom, papers=(), link_address=lambda token: f"/{token}")


APPOINTINGS = (services.appoint, services.appoint_at_known_place, invite)


@pytest.mark.parametrize("act", APPOINTINGS)
@pytest.mark.parametrize(("role", "scope"), [(Role.EXAM_CENTRE, CEDRES), (Role.OFFICE, "")])
def test_who_stands_among_the_markers_is_given_no_names(act, role, scope):
    world.prepared()
    with pytest.raises(rules.AmongMarkers) as refused:
        act(email=f" {BOB.upper()} ", role=role, scope=scope, by=ODILE, at=MORNING)
    assert refused.value.values == {"email": BOB, "paper": "CGE"}
    assert accounts.appointments_of(BOB) == []


@pytest.mark.parametrize("act", APPOINTINGS)
def test_a_marker_may_head_a_marking_centre_and_others_head_exam_centres(act):
    world.prepared()
    act(email=BOB, role=Role.MARKING_CENTRE, scope=PERRIN, by=ODILE, at=MORNING)
    act(email="muriel@muriers.invalid", role=Role.EXAM_CENTRE, scope=MURIERS, by=ODILE, at=MORNING)
    assert accounts.appointments_of(BOB) == [(Role.MARKING_CENTRE, PERRIN)]


@pytest.mark.parametrize("leaves", [False, True])
def test_no_batch_goes_to_who_knows_the_names_however_they_came_into_the_pool(leaves):
    built = world.sealed()
    batch = batches.batches_of(built.paper.pk)[0]
    Person.objects.filter(identifier="BOB").update(email=CLAIRE.login.title())
    if leaves:
        withdraw(MORNING)
    with pytest.raises(rules.KnowsNames) as refused:
        world.lend(batch, "BOB")
    assert refused.value.values == {"marker": "BOB", "paper": "CGE"}
    assert batches.open_hand_out(batch.pk) is None
    world.lend(batch, "CHARLIE")


def test_desks_and_commands_appoint_through_the_pool():
    outside = [module for module in modules_below(PACKAGE) if module.room in ("web", "commands", "rehearsal")]
    past_it = [called for module in outside for called in _called_of_exams(module)]
    assert [act.__name__ for act in APPOINTINGS if act.__name__ in past_it] == []
    assert "invite_again" in past_it


def _called_of_exams(module):
    """List the acts of `exams` that a module calls, by whatever name it imports them."""
    imports = [node for node in module.nodes if isinstance(node, ast.ImportFrom) and node.module == "massicot.exams"]
    local = {alias.asname or alias.name for node in imports for alias in node.names if alias.name == "services"}
    return [node.attr for node in module.nodes if isinstance(node, ast.Attribute) and dotted(node.value) in local]
