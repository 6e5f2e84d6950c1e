"""Whoever checks an envelope is killed: what was answered is seen, and what was not is sent again and counts once."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from massicot.batches import queries, services
from massicot.batches.rules import CheckOutcome
from tests import world
from tests.cast import MARC

pytestmark = pytest.mark.usefixtures("transactional_db")

ROOT = Path(__file__).parents[2]
ANSWERS = 3
"""After how many answers whoever scans is killed."""


def check_and_kill(code: str, numbers: list[str]) -> list[str]:
    """Check in a process that is killed after some answers; give those that it had told."""
    command = [sys.executable, "-m", "tests.batches.checker", connection.settings_dict["NAME"], code, *numbers]
    surroundings = os.environ | {"DJANGO_SETTINGS_MODULE": "massicot.config.settings"}
    checking = subprocess.Popen(command, env=surroundings, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    told = [checking.stdout.readline().strip() for _ in range(ANSWERS)]
    checking.kill()
    left, _ = checking.communicate()
    return [*told, *left.split()]


def test_a_checker_that_is_killed_loses_no_answer_and_a_scan_sent_again_counts_once():
    wood = queries.batches_of(world.batched().paper.pk)[0]
    pile = queries.numbers_of(wood.pk)[::-1]
    answered = check_and_kill(wood.code, pile)
    assert answered == pile[: len(answered)]
    seen = {line.number for line in queries.lines_of(wood.pk) if line.is_seen}
    # The scan that was under way is seen or is not; whoever had no answer sends it again.
    assert seen in ({*answered}, {*pile[: len(answered) + 1]})
    for rank, number in enumerate(pile, 1):
        checked = services.check_script(code=wood.code, number=number, scan_id=UUID(int=rank), by=MARC)
        assert checked.outcome is CheckOutcome.RIGHT
    assert queries.count_unchecked(wood.pk) == 0
