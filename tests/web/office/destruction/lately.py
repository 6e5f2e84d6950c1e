"""A paper whose scripts were kept long enough yesterday, and whoever of the office comes to its page."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from massicot.results.models import Lifting
from tests import destroying
from tests.cast import ODILE
from tests.web.office.reading import words_of
from tests.web.telephone import code_of
from tests.web.visitors import PAPER, SECRET, signed_in


def due_lately():
    """Everything boxed, lifted and taken away; the months have passed since."""
    built = destroying.due()
    Lifting.objects.update(lifted_at=timezone.now() - timedelta(days=370))
    return built


def address(name="destruction", **more):
    """Find a page of the paper."""
    return reverse(f"office:{name}", kwargs=PAPER | more)


def page(by=ODILE, name="destruction", **more):
    """Read a page of the paper."""
    return words_of(signed_in(by.login).get(address(name, **more)))


def send(name, by=ODILE, **fields):
    """Send a form of the paper, with the code that the telephone shows."""
    return signed_in(by.login).post(address(name), {"code": code_of(SECRET), **fields})
