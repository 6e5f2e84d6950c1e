"""The office's home page: what remains over all papers, the most urgent first, each with its button."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.accounts import services as accounts
from massicot.candidates.models import Entry, RollCell
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.models import Paper, Route, Specialty
from massicot.exams.rules import RouteKind
from massicot.expenses import services as expense_acts
from massicot.markers.models import Marker
from massicot.post import services as post
from massicot.results import services as results
from massicot.results.rules.exports import ExportKind
from massicot.shelves import services as shelves
from massicot.shelves.rules.sheet_boxes import SheetChoice
from massicot.shelves.rules.sheets import SheetRange
from massicot.web.shared.instants import day_and_hour
from tests import cast, later_world, other_routes, world
from tests.cast import KEY, ODILE, OMAR, PERRIN, TYPING
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

PAPER = ("BTS-2017", "CGE")
ENDED = datetime(2017, 5, 10, 16, tzinfo=UTC)


def tasks_for(person=ODILE):
    """Read the tasks of somebody's home page: the sentence, and where the button leads."""
    page = html.fromstring(signed_in(person.login).get(reverse("office:home")).content.decode())
    return {
        " ".join(task.xpath("string(.//p[@class='task-sentence'])").split()): task.xpath("string(a/@href)")
        for task in page.xpath("//ol[@class='tasks']/li")
    }


def move_paper(built, ends_in):
    """Move the whole paper so that it ends so long from now."""
    shift = timezone.now() + ends_in - ENDED
    paper = Paper.objects.get(pk=built.paper.pk)
    for name in ("starts_at", "ends_at", "entry_opens_at", "entry_closes_at"):
        setattr(paper, name, getattr(paper, name) + shift)
    paper.save()


def test_an_empty_office_is_told_to_create_a_session():
    world.markers.appoint(email=ODILE.login, role="office", scope="", by=ODILE, at=TYPING)
    assert tasks_for() == {"Il n’y a pas encore de session.": reverse("office:new_session")}


def test_before_the_paper_numbers_are_to_be_drawn_and_heads_invited():
    move_paper(world.opened(), timedelta(days=10))
    sentences = " ".join(tasks_for())
    assert "une copie de la clé doit d’abord être confirmée" in sentences
    assert "3 centres n’ont pas encore de chef de centre." in sentences


STILL_AT_WORK = "{} centres qui ont encore à faire n’ont pas de chef de centre."


def test_numbers_not_drawn_when_the_paper_began_stay_first_on_the_list():
    move_paper(world.opened(), timedelta(hours=-2))
    numbers, *others = tasks_for().items()
    assert numbers == (
        "Les numéros ne sont pas encore tirés : une copie de la clé doit d’abord être confirmée.",
        reverse("office:documents"),
    )
    assert (STILL_AT_WORK.format(3), reverse("office:people")) in others


def test_a_centre_without_head_is_never_told_as_late_above_those_that_are():
    move_paper(world.packed(), timedelta(hours=-49))
    late, *others = tasks_for()
    assert late == "2 centres n’ont pas tout expédié à temps."
    assert STILL_AT_WORK.format(3) in others


def test_a_centre_that_has_sent_everything_needs_a_head_no_more():
    built = other_routes.count_at_the_hub(world.arrived())
    move_paper(built, timedelta(hours=-2))
    assert "1 centre qui a encore à faire n’a pas de chef de centre." in tasks_for()


def test_nothing_is_prepared_any_more_once_the_marks_are_closed():
    move_paper(world.opened(), timedelta(days=-60))
    assert not [sentence for sentence in tasks_for() if "numéros" in sentence or "chef de centre" in sentence]


def test_markers_are_wanted_and_numbers_drawn_where_scripts_are_marked_on_site_only():
    built = world.opened()
    move_paper(built, timedelta(days=10))
    Marker.objects.filter(session_id=built.session.pk).delete()
    sentence = "Aucun correcteur n’est encore importé : un lot n’est remis qu’à un correcteur de la liste."
    assert tasks_for()[sentence] == reverse("office:imports") + "?session=BTS-2017&table=markers"
    assert "numéros" in " ".join(tasks_for())
    Route.objects.filter(paper=built.paper).update(kind=RouteKind.DEMATERIALISED)
    assert "numéros" not in " ".join(tasks_for())
    assert sentence not in tasks_for()


def test_whoever_is_alone_in_the_office_is_told_that_the_lifting_takes_two():
    world.opened()
    told = "Vous êtes la seule personne du bureau des examens : il en faut deux pour lever l’anonymat."
    assert told not in tasks_for()
    accounts.withdraw_role(email=OMAR.login, role=Role.OFFICE, scope="", reason="Muté", by=ODILE, at=TYPING)
    assert tasks_for()[told] == reverse("office:invite") + "?role=office"


def test_on_the_evening_the_centres_still_keying_are_counted():
    built = world.prepared()
    world.key_room(built, cast.CEDRES, (), ())
    world.close_day(built, cast.CEDRES)
    move_paper(built, timedelta(hours=-2))
    address = reverse("office:centres_of_paper", args=PAPER)
    assert tasks_for() == {
        STILL_AT_WORK.format(3): reverse("office:people"),
        "1 centre n’a pas clos sa journée.": f"{address}?etat=keying",
        "1 centre n’a pas encore tout expédié.": f"{address}?etat=to-send",
    }


def test_after_48_hours_the_late_centres_come_first():
    built = world.packed()
    move_paper(built, timedelta(hours=-49))
    sentence, address = next(iter(tasks_for().items()))
    assert sentence == "2 centres n’ont pas tout expédié à temps."
    assert address.endswith("?etat=late")


def test_a_missing_script_and_the_batches_that_are_open_are_told():
    world.handed_out(later_world.with_one_lost())
    tasks = tasks_for()
    assert tasks["1 copie est manquante."] == reverse("office:rung", args=(*PAPER, "reception")) + "?etat=open"
    assert tasks["2 lots ne sont pas verrouillés."] == reverse("office:batches", args=PAPER)


def test_the_lifting_is_proposed_then_confirmed_by_another_then_the_marks_leave():
    built = other_routes.count_at_the_hub(later_world.locked())
    receive_sheets(built)
    # Batches that should be back have tests of their own.
    Paper.objects.update(return_by=None)
    ready = "Chaque lot est verrouillé et aucun écart n’est ouvert : l’anonymat peut être levé."
    assert tasks_for() == {ready: reverse("office:lifting", args=PAPER)}
    later_world.propose(built, ODILE)
    assert tasks_for(ODILE) == {}
    assert tasks_for(OMAR) == {f"{ODILE.login} a proposé de lever l’anonymat.": reverse("office:lifting", args=PAPER)}
    later_world.propose(built, OMAR)
    assert tasks_for() == {"L’anonymat est levé : les notes peuvent partir.": reverse("office:exports", args=PAPER)}
    results.export_table(paper=built.paper, kind=ExportKind.MARKS, key=KEY, by=ODILE, at=TYPING)
    # The world was lifted years ago: what is left is to be destroyed.
    kept = "2 bordereaux de notation ont été conservés le temps prévu, et sont encore dans des cartons."
    assert tasks_for() == {kept: reverse("office:sheet_destruction", args=PAPER)}


def receive_sheets(built):
    """Receive both mark sheets and put them on a shelf, so that none is overdue or lies about."""
    said = {"paper": built.paper, "by": ODILE, "at": TYPING}
    shelves.receive_sheets(centre_uai=PERRIN, asked=SheetRange(first=1, last=2, counted=2), **said)
    code, _, _ = shelves.box_sheets(choice=SheetChoice(first=1, last=2, counted=2), **said)
    shelves.shelve_boxes(boxes=[code], shelf="cave", **said)


def test_mark_sheets_that_are_overdue_are_asked_for_before_and_after_the_lifting():
    built = other_routes.count_at_the_hub(later_world.locked())
    overdue = "2 bordereaux de notation sont en retard : relancez leurs centres de correction."
    address = reverse("office:sheets_of_paper", args=PAPER, query={"etat": "lacking"})
    assert tasks_for()[overdue] == address
    for person in (ODILE, OMAR):
        later_world.propose(built, person)
    assert tasks_for()[overdue] == address


def test_the_home_page_says_where_each_paper_stands():
    built = world.sat()
    move_paper(built, timedelta(hours=-1))
    (board,) = html.fromstring(signed_in(ODILE.login).get(reverse("office:home")).content.decode()).xpath(
        "//section[@class='standing']"
    )
    figures = {div.xpath("string(dt)"): int(div.xpath("string(dd)")) for div in board.xpath("dl/div")}
    assert figures["centres clos, à expédier"] == 2
    assert "Les copies partent avant le" in board.xpath("string(p)")


def test_a_paper_whose_marks_have_left_stands_no_more():
    built = later_world.lifted()
    results.export_table(paper=built.paper, kind=ExportKind.MARKS, key=KEY, by=ODILE, at=TYPING)
    assert not html.fromstring(signed_in(ODILE.login).get(reverse("office:home")).content.decode()).xpath(
        "//section[@class='standing']"
    )


def test_letters_that_wait_for_a_mail_server_are_not_forgotten(settings):
    world.markers.appoint(email=ODILE.login, role="office", scope="", by=ODILE, at=TYPING)
    post.write_letter(to="claire@cedres.invalid", subject="Accès", body="Lien", by=ODILE, at=TYPING)
    told = "1 lettre attend et n’atteint personne : aucun serveur de courrier n’est indiqué."
    assert tasks_for()[told] == reverse("office:letters")
    settings.MASSICOT_EMAIL_URL = "smtp://mail.invalid"
    assert told not in tasks_for()


def test_each_import_is_asked_for_by_what_it_imports():
    move_paper(world.opened(), timedelta(days=10))
    Entry.objects.all().delete()
    RollCell.objects.all().delete()
    assert tasks_for()["Personne n’est encore inscrit."].endswith("?session=BTS-2017&table=candidates")
    Specialty.objects.all().delete()
    told = "Aucune spécialité n’est encore importée : d’abord les établissements, puis les spécialités."
    assert tasks_for()[told].endswith("?session=BTS-2017&table=institutions")


def test_the_page_asks_no_more_however_many_sessions_there_are(django_assert_max_num_queries):
    built = world.opened()
    move_paper(built, timedelta(days=10))
    office, home = signed_in(ODILE.login), reverse("office:home")
    with django_assert_max_num_queries(20):
        assert "BTS-2018" not in office.get(home).content.decode()
    for year in range(2018, 2023):
        expense_acts.copy_session(
            copied_from=built.paper.session, code=f"BTS-{year}", title=f"BTS {year}", year=year, by=ODILE, at=TYPING
        )
    with django_assert_max_num_queries(20):
        assert "BTS-2018" in office.get(home).content.decode()


def test_what_is_due_before_the_first_paper_is_told_on_the_clock_of_the_session():
    built = world.opened()
    move_paper(built, timedelta(days=10))
    starts_at = exams.local(built.paper, Paper.objects.get(pk=built.paper.pk).starts_at)
    page = html.fromstring(signed_in(ODILE.login).get(reverse("office:home")).content.decode())
    dues = [due.text_content().strip() for due in page.xpath("//p[@class='task-due']")]
    assert dues.count(f"Avant le {day_and_hour(starts_at)}.") == 2
