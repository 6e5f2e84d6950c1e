"""Stages of the named world kept for a file of tests, and put back after each test or each run of a machine."""

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine

from massicot.core.refused import Refused
from tests.profiles import LONG


def kept(*stages):
    """Make a fixture that builds a stage of the world once for all the tests of a file, each rolled back to it.

    With several stages, every test runs on each. A file keeps one such fixture: two would lie on top of one another.
    """

    @pytest.fixture(scope="module", params=stages, ids=lambda stage: stage.__name__)
    def built(request, django_db_setup, django_db_blocker):
        with django_db_blocker.unblock(), transaction.atomic():
            yield request.param()
            transaction.set_rollback(True)

    return built


def rounds(*, long: int) -> int:
    """Say how often something is drawn: once in the short profile, so many times in the long one (make bench)."""
    return long if settings.get_current_profile_name() == LONG else 1


def explored(runs, *, steps):
    """Run a machine so many times in the long profile (make bench), and a third as often in the short one (make test).

    Each run of the tests draws other examples.
    """
    is_long = settings.get_current_profile_name() == LONG
    return settings(max_examples=runs if is_long else runs // 3, stateful_step_count=steps, deadline=None)


class RolledBack(RuleBasedStateMachine):
    """A machine whose every run starts from the world that it is given, and leaves it as it was."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def attempt(self, act, **arguments):
        """Try an act; give the refusal it met, if any. A refused act leaves no trace: the invariants look."""
        try:
            with transaction.atomic():
                act(**arguments)
        except Refused as refusal:
            return type(refusal)
        return None
