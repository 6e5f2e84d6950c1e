"""Browser sessions are read from their table at each request: what was closed is closed at once."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from massicot.accounts.rules import session_digest
from massicot.web.shared.browser_sessions import SessionStore

COOKIE = settings.SESSION_COOKIE_NAME

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    opened = SessionStore()
    opened["mark_sheet"] = 7
    opened.save()
    return opened.session_key


def test_what_is_kept_is_read(key):
    assert SessionStore(key)["mark_sheet"] == 7


def test_a_session_that_was_closed_is_nobodys_at_the_next_request(key):
    assert SessionStore(key).get("mark_sheet") == 7
    Session.objects.filter(session_key=session_digest(key)).delete()
    assert SessionStore(key).get("mark_sheet") is None


def test_a_session_whose_hours_are_over_is_nobodys_and_its_key_is_forgotten(key):
    Session.objects.filter(session_key=session_digest(key)).update(expire_date=timezone.now() - timedelta(seconds=1))
    late = SessionStore(key)
    assert late.get("mark_sheet") is None
    assert late.session_key is None


def test_a_session_that_was_changed_by_hand_holds_nothing(key):
    Session.objects.filter(session_key=session_digest(key)).update(session_data="changed")
    assert SessionStore(key).get("mark_sheet") is None


@pytest.mark.parametrize("odd", ["x" * 32, "\x00" * 32, "é" * 32, "' OR 1=1 --", "a" * 4_000, "0" * 8])
def test_whatever_else_a_browser_sends_is_no_key(key, odd):
    assert SessionStore(odd).get("mark_sheet") is None


def test_the_key_is_in_no_table_and_what_is_there_opens_nothing(key):
    kept = [row.session_key for row in Session.objects.all()]
    assert kept == [session_digest(key)]
    assert SessionStore(kept[0]).get("mark_sheet") is None


def test_the_late_answer_to_a_closed_session_takes_no_cookie_away(client, key):
    """Between the question and its answer the browser may have signed in anew, in another tab."""
    Session.objects.all().delete()
    client.cookies[COOKIE] = key
    for answer in (client.post(reverse("portal:save_marks")), client.get("/saisie/"), client.get("/bureau/")):
        assert COOKIE not in answer.cookies
    assert not Session.objects.exists()


@pytest.mark.parametrize("is_over", [False, True])
def test_whoever_signs_out_leaves_no_cookie(key, is_over):
    if is_over:
        Session.objects.all().delete()
    left = SessionStore(key)
    assert left.get("mark_sheet") == (None if is_over else 7)
    left.flush()
    assert (left.is_empty(), Session.objects.count()) == (True, 0)
