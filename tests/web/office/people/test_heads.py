"""The heads of a session on screen: invited all at once, their letters printed, chosen one by one."""

from datetime import timedelta

import pytest
import zxingcpp
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.models import Institution
from massicot.jobs import queries as jobs
from massicot.jobs.rules import Work
from massicot.post import queries as post
from massicot.post.rules import LetterState
from massicot.results import queries as results
from tests import cast, world
from tests.cast import CEDRES, CLAIRE, MURIERS, ODILE, PERRIN, PREPARED
from tests.documents.reading import Reader
from tests.keeping import kept
from tests.web.office.people.test_people import opens
from tests.web.office.reading import taken_whole, words_of
from tests.web.office.working import work
from tests.web.visitors import signed_in, visitor

pytestmark = pytest.mark.django_db

built = kept(world.prepared)


@pytest.fixture
def office(built):
    return visitor(built, "office")


def invite_all(office):
    """Invite all heads; give the page of the work, and its counts."""
    answer = office.post(reverse("office:invite_all", args=["BTS-2017"]))
    work()
    return answer, jobs.outcome_of(jobs.last_of(Work.INVITE, {"session": "BTS-2017"}))


def test_all_heads_are_invited_at_once_by_the_addresses_of_their_institutions(office):
    Institution.objects.filter(uai=MURIERS).update(email="ce.muriers@etab.invalid")
    told = "3 centres n’ont encore ni chef qui ait accès, ni chef invité."
    assert told in words_of(office.get(reverse("office:people")))
    answer, outcome = invite_all(office)
    assert outcome == {"invited": 3, "without": 0, "refused": 0}
    assert "3 lettres attendent et n’atteignent personne" in words_of(office.get(answer["Location"]))
    assert {letter.to for letter in post.letters()} == {"ce.muriers@etab.invalid", CLAIRE.login, cast.MARC.login}
    assert invite_all(office)[1] == {"invited": 0, "without": 0, "refused": 0}


def test_heads_are_counted_as_they_are_listed_at_every_step(office):
    session = exams.session_by_code("BTS-2017")

    def counts(at=None):
        now = at or timezone.now()
        counted = results.heads_counted(now)[session]
        wanted, outside = results.heads_wanted(session, now), results.heads_never_in(session, now)
        reached = [one for one in outside if one.can_be_reached]
        new = [one for one in results.heads_to_print(session, now, is_mailed=False) if one.can_be_reached]
        assert counted == (len(outside), len(wanted), sum(one.can_be_reached for one in wanted), len(reached), len(new))
        listed = results.exam_centres_wanting_head(session, now).values_list("uai", flat=True)
        marking = results.marking_centres_wanting_head(session, now)
        assert {*listed, *(one.uai for one in marking)} == {one.uai for one in wanted}
        return counted

    assert counts() == (3, 3, 2, 2, 2)
    invite_all(office)
    assert counts() == (3, 1, 0, 2, 2)
    assert counts(timezone.now() + timedelta(days=8)) == (3, 3, 2, 2, 2)
    token = account_acts.draw_link(email=CLAIRE.login, by=ODILE, at=timezone.now())
    account_acts.choose_password(code=token, password="cerise-bateau-lune", at=timezone.now())
    assert counts() == (2, 1, 0, 1, 1)
    account_acts.draw_link(email=cast.MARC.login, is_on_paper=True, by=ODILE, at=timezone.now())
    assert counts() == (2, 1, 0, 1, 0)


def test_a_centre_without_an_address_or_on_both_sides_is_counted_and_left(office):
    assert invite_all(office)[1] == {"invited": 2, "without": 1, "refused": 0}
    Institution.objects.filter(uai=MURIERS).update(email=cast.MARC.login)
    assert invite_all(office)[1] == {"invited": 0, "without": 0, "refused": 1}
    assert not accounts.emails_with_role(Role.EXAM_CENTRE, MURIERS)


def print_all(office):
    """Have the letters of the heads printed; give the page of the work, and its counts."""
    answer = office.post(reverse("office:invite_all", args=["BTS-2017"]), {"on_paper": "1"})
    work()
    return answer["Location"], jobs.outcome_of(jobs.last_of(Work.INVITE, {"session": "BTS-2017", "on_paper": 1}))


def fetch(office, page):
    answer = office.post(f"{page}fichier/")
    return Reader(taken_whole(answer)) if answer.streaming else answer


def test_the_letters_of_all_heads_are_printed_at_once_and_each_opens(office):
    Institution.objects.filter(uai=MURIERS).update(email="ce.muriers@etab.invalid")
    page, outcome = print_all(office)
    assert outcome == {"printed": 3, "without": 0, "refused": 0}
    assert "3 lettres sont prêtes." in words_of(office.get(page))
    letters = fetch(office, page)
    links = [code.text for number in range(3) for code in letters.codes(number, zxingcpp.BarcodeFormat.QRCode)]
    assert len({link for link in links if opens(link)}) == 3
    assert "Lycée des Mûriers" in letters.text
    assert not post.letters().exists()
    assert fetch(office, page).status_code == 410
    assert "Vous avez emporté ces documents" in words_of(office.get(page))


def test_heads_invited_by_mail_who_never_came_are_printed_too_and_the_others_are_not(office):
    invite_all(office)
    account_act = account_acts.draw_link(email=CLAIRE.login, by=ODILE, at=timezone.now())
    account_acts.choose_password(code=account_act, password="cerise-bateau-lune", at=timezone.now())
    page, outcome = print_all(office)
    assert outcome == {"printed": 1, "without": 1, "refused": 0}
    assert "Lycée Jean Perrin" in fetch(office, page).text
    assert {letter.state for letter in post.letters() if letter.to == cast.MARC.login} == {LetterState.GIVEN_UP}


def test_letters_lie_nowhere_in_clear_and_are_given_to_whoever_asked(office):
    page, _ = print_all(office)
    folder = jobs.letters_box(jobs.last_jobs([Work.INVITE], 1)[0]).folder
    assert not any(file.read_bytes().startswith(b"%PDF") for file in folder.iterdir())
    assert fetch(signed_in(cast.OMAR.login), page).status_code == 404
    fetch(office, page)
    assert not folder.exists()


def test_who_is_appointed_and_cannot_come_in_is_said_to_have_no_link(office):
    page = html.fromstring(office.get(reverse("office:heads_wanted", args=["BTS-2017"])).content.decode())
    (cell,) = page.xpath("//td[.//a[contains(@href, 'claire')]]")
    assert " ".join(cell.text_content().split()) == f"{CLAIRE.login} (plus aucun lien valable)"


def choose(office, **chosen):
    """Ask what follows when the letters of some heads are printed; then have them printed, and give their text."""
    address = reverse("office:print_chosen", args=["BTS-2017"])
    told = words_of(office.get(address, chosen))
    answer = office.post(address, chosen)
    if answer.status_code != 303:
        return told, ""
    work()
    return told, fetch(office, answer["Location"])


def links_of(letters):
    return [letters.codes(rank, zxingcpp.BarcodeFormat.QRCode)[0].text for rank in range(len(letters.pages))]


def test_letters_that_are_posted_live_until_their_own_is_chosen_and_the_page_says_so_before(office):
    page, _ = print_all(office)
    posted = dict(zip((CEDRES, PERRIN), links_of(fetch(office, page)), strict=True))
    assert all(opens(link) for link in posted.values())
    told, letters = choose(office, exam_centres=[CEDRES])
    assert "1 lettre en route n’aura plus de valeur" in told
    assert f"Lycée des Cèdres ({CEDRES}) – imprimée le" in told
    assert "Jean Perrin" not in told
    assert [opens(link) for link in links_of(letters)] == [True]
    assert [opens(posted[uai]) for uai in (CEDRES, PERRIN)] == [False, True]


def test_what_is_new_is_printed_again_by_nothing_and_kills_nothing(office):
    page, first = print_all(office)
    links = links_of(fetch(office, page))
    assert first == {"printed": 2, "without": 1, "refused": 0}
    listed = words_of(office.get(reverse("office:people")))
    assert "nouvelle" not in listed
    assert "Les 2 chefs jamais venus : choisir quelles lettres réimprimer" in listed
    assert print_all(office)[1] == {"printed": 0, "without": 1, "refused": 0}
    assert all(opens(link) for link in links)


def test_with_a_mail_server_who_was_written_to_gets_no_letter_on_paper_unless_chosen(office, settings):
    settings.MASSICOT_EMAIL_URL = "smtp://127.0.0.1:9"  # nobody listens there
    invite_all(office)
    bodies = [post.body_of(letter) for letter in post.letters()]
    assert print_all(office)[1] == {"printed": 0, "without": 1, "refused": 0}
    assert all(opens(body) for body in bodies)
    told, _ = choose(office, exam_centres=[CEDRES], marking_centres=[PERRIN])
    assert "2 lettres en route n’auront plus de valeur" in told
    assert told.count("envoyée par courriel le") == 2
    assert not any(opens(body) for body in bodies)


def test_who_cannot_be_printed_is_named_and_who_came_meanwhile_is_left_alone(office):
    told, letters = choose(office, exam_centres=[MURIERS])
    assert ("Aucune lettre à imprimer" in told, "Inviter pour Lycée des Mûriers" in told, letters) == (True, True, "")
    link = account_acts.draw_link(email=CLAIRE.login, by=ODILE, at=timezone.now())
    account_acts.choose_password(code=link, password="cerise-bateau-lune", at=timezone.now())
    told, letters = choose(office, exam_centres=[CEDRES, "9999999Z"], marking_centres=[PERRIN, "nowhere"])
    assert "3 chefs cochés sont venus entre-temps" in told
    assert len(letters.pages) == 1


def test_the_list_of_those_who_never_came_tells_each_letter_and_is_taken_away(office):
    print_all(office)
    address = reverse("office:heads_outside", args=["BTS-2017"])
    shown = html.fromstring(office.get(address).content.decode())
    assert shown.xpath("//input[@type='checkbox']/@value") == [PERRIN, CEDRES, MURIERS]
    assert not shown.xpath("//input[@type='checkbox'][@checked]")
    table = office.get(f"{address}?format=csv").content.decode()
    assert "imprimée le" in next(line for line in table.splitlines() if CEDRES in line)


def test_the_letter_names_the_papers_that_its_reader_has_to_do_with(office):
    (paper,) = exams.papers_of(exams.session_by_code("BTS-2017"))
    heads = ((Role.EXAM_CENTRE, CEDRES), (Role.MARKING_CENTRE, PERRIN))
    for role, uai in (*heads, (Role.INSPECTOR, "BTS-2017"), (Role.INSPECTOR, "BTS-2017/CGE")):
        assert results.papers_told(role, uai, PREPARED) == [paper]
        assert results.papers_told(role, uai, paper.entry_closes_at) == []
    assert results.papers_told(Role.MARKING_CENTRE, CEDRES, PREPARED) == []
    assert results.papers_told(Role.INSPECTOR, "BTS-2018", PREPARED) == []
    assert results.papers_told_to(CLAIRE.login, PREPARED) == [paper]
    assert results.papers_told_to(ODILE.login, PREPARED) == []
