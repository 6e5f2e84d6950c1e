"""A program in the data folder that the environment names: people convened as a caseworker does.

`convene.py PEOPLE DAYS MAILED_ONE_IN` leaves the parts of an official run to a worker. With `--by-the-worker` all is
left to it: the letters to check are asked for, and the official run once these are drawn up.
"""

import os
import sys
import threading
from datetime import timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "massicot.config.settings"
import django

django.setup()

from django.utils import timezone  # noqa: E402 - Django first

from massicot.exams import queries as exams  # noqa: E402
from massicot.missions import services  # noqa: E402
from massicot.missions.queries import convocations  # noqa: E402
from massicot.rehearsal import world  # noqa: E402
from tests.durability import lists  # noqa: E402

BETWEEN_LOOKS_S = 0.1

people, days, mailed_one_in = map(int, sys.argv[1:4])
now = timezone.now()
(session,) = exams.sessions_at_work()
missions = lists.put_on_lists(
    session, people, timezone.localdate() + timedelta(days=days), now, mailed_one_in=mailed_one_in
)
if sys.argv[4:] == ["--by-the-worker"]:
    control = lists.ask(session, missions, now)
    pause = threading.Event()
    while not convocations.run_by_id(control).seen:
        pause.wait(BETWEEN_LOOKS_S)
    services.ask_official_run(control_id=control, by=world.CASEWORKER, at=timezone.now())
else:
    lists.convene(session, missions, now)
