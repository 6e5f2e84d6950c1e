"""A paper lifted yesterday, its key where the server looks for it, and whoever of the office comes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.candidates import queries as candidates
from massicot.results.models import Lifting
from tests import later_world, world
from tests.cast import KEY, ODILE, candidate_number
from tests.web.telephone import code_of
from tests.web.visitors import SECRET, signed_in

PAPER = ("BTS-2017", "CGE")


def lifted_lately():
    """Everything locked and lifted, one script of Les Cèdres missing; the year of access has just begun."""
    built = later_world.locked(world.handed_out(later_world.with_one_lost()))
    later_world.decide_lost(built, later_world.number_of(built, 1))
    later_world.lift(built)
    Lifting.objects.update(lifted_at=timezone.now() - timedelta(days=1))
    return built


@pytest.fixture
def key_there(settings, tmp_path):
    """The key that sealed the world, where the server looks for it."""
    path = tmp_path / "anonymity.key"
    path.write_text(KEY.secret.hex())
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(path)


def entry_of(built, rank):
    """Find the entry of a candidate."""
    rows = candidates.entry_rows(built.paper)
    return next(row.entry_id for row in rows if row.candidate_number == candidate_number(rank))


def address(name, *more):
    """Find a page of the paper."""
    return reverse(f"office:{name}", args=[*PAPER, *more])


def read(name, *more, by=ODILE, **query):
    """Open a page of the paper."""
    return signed_in(by.login).get(address(name, *more), query)


def send(name, *more, by=ODILE, code="", **fields):
    """Send a form of the paper, with the code that the telephone shows unless another is typed.

    Whoever confirms a script asks for incidents before.
    """
    client = signed_in(by.login)
    if name == "confirm_script":
        client.post(address("ask_incidents", *more))
    return client.post(address(name, *more), {"code": code or code_of(SECRET), **fields})
