"""Counters of tries in the database: what is kept comes back until its end, and nothing that a row holds is run."""

import base64
import os
import pickle
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache, caches
from django.utils import timezone

from massicot.accounts.models import Counter
from massicot.web.shared import counters

pytestmark = pytest.mark.django_db


class Opened:
    """What would make a folder as it is unpickled."""

    def __init__(self, folder):
        self.folder = str(folder)

    def __reduce__(self):
        return os.mkdir, (self.folder,)


@pytest.mark.parametrize("value", [7, 0.5, True, "y", [], [1_790_000_000.25, 1_790_000_001]])
def test_what_is_counted_comes_back_as_it_was(value):
    cache.set("tries", value, 60)
    assert cache.get("tries") == value
    cache.set("tries", 0, 60)
    assert cache.get("tries") == 0
    assert Counter.objects.count() == 1


@pytest.mark.parametrize("value", [None, {}, b"y", "a sentence of some length", ["y"], [[1]], object()])
def test_what_is_no_count_is_refused_before_anything_is_written(value):
    for keep in (cache.set, cache.add):
        with pytest.raises(ValueError, match="not a number"):
            keep("tries", value, 60)
    assert not Counter.objects.exists()


def test_a_row_that_somebody_wrote_is_neither_run_nor_counted(tmp_path):
    pickled = base64.b64encode(pickle.dumps(Opened(tmp_path / "opened"))).decode()
    later = timezone.now() + timedelta(minutes=1)
    for text in (pickled, '{"a": 1}', '["a"]', f'"{"a" * 17}"', "1" * 5_000, "[" * 100_000):
        Counter.objects.all().delete()
        Counter.objects.create(key=cache.make_key("tries"), value=text, expires_at=later)
        assert cache.get("tries", []) == []
    assert not list(tmp_path.iterdir())


def test_a_count_ends():
    cache.set("tries", 1, 60)
    Counter.objects.update(expires_at=timezone.now())
    assert cache.get("tries") is None
    assert not cache.touch("tries", 60)
    assert not cache.delete("tries")
    assert cache.add("tries", 2, 60)
    assert cache.get("tries") == 2


def test_one_of_two_adds_it():
    assert cache.add("code", "used", 60)
    assert not cache.add("code", "used", 60)
    assert cache.touch("code", 120)
    assert cache.delete("code")
    assert cache.add("code", "used", None)
    assert cache.get("code") == "used"


def test_a_crowd_of_addresses_is_forgotten_in_the_order_of_its_ends():
    crowd = counters.Counters("", {"OPTIONS": {"MAX_ENTRIES": 6, "CULL_FREQUENCY": 3}})
    for rank in range(7):
        crowd.set(f"address-{rank}", rank, 600 - rank)
    assert [rank for rank in range(7) if crowd.get(f"address-{rank}") is None] == [4, 5]
    crowd.clear()
    assert not Counter.objects.exists()


def test_no_object_is_read_from_the_database():
    assert {type(caches[alias]) for alias in settings.CACHES} == {counters.Counters}
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"
    fields = {type(field) for model in apps.get_models() for field in model._meta.get_fields() if field.concrete}
    known = ("django.db.models.", "allauth.", "django.contrib.")
    assert [field for field in fields if not field.__module__.startswith(known)] == []
