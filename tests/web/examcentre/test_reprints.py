"""What a corrigendum changed after it was printed is to be printed again: the centre's own page says so."""

from datetime import timedelta

import pytest
from django.utils import translation

from massicot.anonymity import services as anonymity
from massicot.exams.rules import RouteKind
from massicot.exams.rules.corrigenda import CalendarChange
from massicot.web.examcentre.access import CentrePaper
from massicot.web.examcentre.boards import board_of
from massicot.web.examcentre.home.steps import steps_of
from massicot.web.examcentre.home.tasks import tasks_of
from tests import flips, world
from tests.cast import CEDRES, CLAIRE, KEY, MORNING, MURIERS, ODILE, PREPARED, candidates_csv
from tests.flips import TOLD

pytestmark = pytest.mark.django_db

BEFORE, AFTER = PREPARED + timedelta(days=1), TOLD + timedelta(days=1)
AGAIN = "Le rectificatif DIEC/17-800 change vos étiquettes et votre liste d’anonymat : réimprimez les deux."

RELISTED = (
    "Le bureau des examens a modifié vos candidats après votre impression : réimprimez vos étiquettes, votre liste "
    "d’anonymat et vos listes d’émargement."
)


def import_it(built, old, new):
    table = world.read_table(built.session, candidates_csv().replace(old, new, 1))
    anonymity.import_candidates(session=built.session, table=table, key=KEY, by=ODILE, at=TOLD)


def print_both(built, at):
    where = {"paper": built.paper, "centre_uai": CEDRES, "key": KEY, "by": CLAIRE, "at": at}
    anonymity.print_labels(**where)
    anonymity.print_anonymity_list(**where)


def board(built, now):
    return board_of(CentrePaper(built.paper, CEDRES, "Lycée"), now)


def told(built, now=AFTER):
    with translation.override("fr"):
        return [task.sentence.replace("\N{NO-BREAK SPACE}", " ") for task in tasks_of([board(built, now)], now)]


def printing_step(built, now=AFTER):
    return next(step for step in steps_of(board(built, now), now) if step.name == "print")


def test_what_a_corrigendum_changed_since_it_was_printed_is_to_be_printed_again():
    built = world.prepared()
    print_both(built, BEFORE)
    assert (told(built), printing_step(built).is_done) == ([], True)
    flips.flipped(built, RouteKind.ON_SITE)
    assert (told(built), printing_step(built).is_done) == ([AGAIN], False)
    print_both(built, AFTER)
    assert (told(built), printing_step(built).is_done) == ([], True)


def test_the_list_alone_does_not_stand_for_the_labels():
    built = world.prepared()
    where = {"paper": built.paper, "centre_uai": CEDRES, "key": KEY, "by": CLAIRE}
    anonymity.print_anonymity_list(**where, at=BEFORE)
    assert len(told(built)) == 1
    anonymity.print_labels(**where, at=BEFORE)
    flips.flipped(built, RouteKind.ON_SITE)
    anonymity.print_anonymity_list(**where, at=AFTER)
    assert told(built) == [AGAIN]


def test_hours_that_move_have_the_registers_printed_again_as_well():
    built = world.prepared()
    print_both(built, BEFORE)
    starts_at = built.paper.starts_at + timedelta(hours=1)
    flips.applied(flips.drafted(built, calendar=CalendarChange(starts_at=starts_at)))
    built.paper.refresh_from_db()
    with translation.override("fr"):
        (task,) = tasks_of([board(built, AFTER)], AFTER)
    assert "Les listes d’émargement aussi" in task.detail


def test_a_corrigendum_that_changes_no_label_has_nothing_printed_again():
    built = world.prepared()
    print_both(built, BEFORE)
    flips.applied(flips.drafted(built, calendar=CalendarChange(despatch_hours=24)))
    assert told(built) == []


def test_nothing_is_to_be_printed_again_once_the_paper_has_begun():
    built = world.prepared()
    print_both(built, BEFORE)
    flips.flipped(built, RouteKind.ON_SITE)
    assert AGAIN not in told(built, MORNING)


@pytest.mark.parametrize(
    ("old", "new"), [(b"ABRICOT", b"ABRICOTIER"), (b";A1;1\n", b";B2;1\n"), (b";A1;1\n", b";A1;9\n")]
)
def test_what_a_table_changed_since_it_was_printed_is_to_be_printed_again(old, new):
    built = world.prepared()
    print_both(built, BEFORE)
    import_it(built, old, new)
    assert (told(built), printing_step(built).is_done) == ([RELISTED], False)
    print_both(built, AFTER)
    assert (told(built), printing_step(built).is_done) == ([], True)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"", b""), (b"PISTACHE", b"PISTOU"), (CEDRES.encode(), MURIERS.encode())],
    ids=["nothing", "at another centre", "the institution of origin"],
)
def test_a_table_that_changes_nothing_printed_here_has_nothing_printed_again(old, new):
    built = world.prepared()
    print_both(built, BEFORE)
    import_it(built, old, new)
    assert told(built) == []


def test_what_a_table_changed_before_it_was_printed_is_right_as_it_is():
    built = world.prepared()
    import_it(built, b"ABRICOT", b"ABRICOTIER")
    print_both(built, AFTER)
    assert told(built) == []
