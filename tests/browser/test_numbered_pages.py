"""The pages that a number names (a job, a report, a letter, a corrigendum), in both languages, at every width."""

import pytest
from django.urls import reverse

from massicot.exams.models import Corrigendum
from massicot.jobs import queries as jobs
from massicot.jobs.rules import Work
from massicot.post.models import Letter
from massicot.post.rules import LetterState
from tests import world
from tests.browser.pages import checked_pages, in_both_languages
from tests.cast import CLAIRE, KEY, NAMES, PERRIN, PREPARED, candidates_csv
from tests.web.office.corrigenda import test_corrigenda as corrigenda
from tests.web.office.corrigenda.test_calendar import moved
from tests.web.office.imports.test_imports import send
from tests.web.office.working import work
from tests.web.visitors import visitor

browser_context_args = in_both_languages()
pages = checked_pages()


@pytest.fixture
def built(transactional_db, tmp_path, settings):
    """The world with its numbers drawn, its paper a month ahead; the key is in its place."""
    key = tmp_path / "anonymity.key"
    key.write_text(KEY.secret.hex())
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(key)
    return moved(world.prepared())


@pytest.fixture
def office(built, pages):
    client = visitor(built, "office")
    pages.come_as(client)
    return client


def test_a_table_is_sound_while_it_waits_and_once_it_is_read(office, pages):
    changed = candidates_csv((*NAMES, "QUETSCHE")).replace(b"ABRICOT", b"ABRICOTIER")
    for content in (changed, changed.replace(b"02100000003", b"not-a-number")):
        waiting = send(office, content)["Location"]
        pages.check(waiting)
        pages.leave()
        work()
        (read,) = jobs.last_jobs([Work.PREVIEW_TABLE], 1)
        pages.check(reverse("office:import_report", args=[read.pk]))
    assert pages.page.get_by_text("not-a-number").first.is_visible()


def test_a_letter_is_sound_in_each_of_its_states(office, pages):
    form = {"role": "marking-centre", "scope": PERRIN, "email": "marie@perrin.invalid", "by_post": "mail"}
    office.post(reverse("office:invite"), form)
    letter = Letter.objects.get()
    for state in LetterState:
        sent_at = PREPARED if state is LetterState.SENT else None
        Letter.objects.update(state=state, said="550 No such person here", sent_at=sent_at)
        pages.check_again(reverse("office:letter", args=[letter.pk]))


def test_a_corrigendum_is_sound_from_its_draft_to_its_readers(office, built, pages):
    corrigendum = corrigenda.drafted(office)
    address = reverse("office:corrigendum", args=[*corrigenda.WHERE, corrigendum.pk])
    pages.check_again(address)
    corrigenda.send(office, "apply_corrigendum", corrigendum)
    work()
    assert Corrigendum.objects.get().applied_at is not None
    pages.check_again(address)
    pages.come_as(visitor(built, "exam-centre"))
    pages.check(reverse("shared:home"))
    pages.check(reverse("shared:corrigendum", args=[corrigendum.pk]))
    assert CLAIRE.login in pages.page.content()


def test_what_is_printed_in_the_background_is_sound_from_its_bar_to_its_end(office, pages):
    registers = reverse("office:documents_of_kind", args=["BTS-2017", "CGE", "emargement"])
    waiting = office.post(registers, {"order": "all"})["Location"]
    pages.check_again(waiting)
    work()
    pages.check_again(waiting)
