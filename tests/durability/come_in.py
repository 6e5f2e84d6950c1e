"""A program in the data folder that the environment names: lets people come in, with all that their desks ask for.

`come_in.py ROLE[:SECONDS] ...` prints the key of a browser session for each; its visit was so many seconds ago.
"""

import os
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "massicot.config.settings"
import django

django.setup()

from django.conf import settings  # noqa: E402 - Django first
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.utils import timezone  # noqa: E402

from massicot.accounts import services  # noqa: E402
from massicot.core.actor import SYSTEM, Role  # noqa: E402
from massicot.web.shared import proof  # noqa: E402
from massicot.web.shared.browser_sessions import BEGAN, SessionStore  # noqa: E402

SECRET = "JBSWY3DPEHPK3PXP" * 2
SCOPES = {Role.MARKER: "BTS-2017", Role.SCHOOL: "9900001W", Role.MARKING_CENTRE: "9900001W"}


def come_in(role: Role, ago_s: int) -> str:
    """Give somebody a role and a browser session as a sign-in leaves it."""
    email, now = f"{role.value}-{ago_s}@example.invalid", timezone.now()
    account = services.give_role(email=email, role=role, scope=SCOPES.get(role, ""), by=SYSTEM, at=now)
    request = HttpRequest()
    request.session = SessionStore()
    request.session[SESSION_KEY] = str(account.pk)
    request.session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    request.session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    if role is Role.OFFICE:
        services.enrol_totp(email=email, secret=SECRET, by=SYSTEM, at=now)
        proof.note(request, account, proof.SECOND_FACTOR)
    request.session.create()
    request.session[BEGAN] = int(time.time()) - ago_s
    request.session.save()
    return str(request.session.session_key)


for word in sys.argv[1:]:
    named, _, ago = word.partition(":")
    print(come_in(Role(named), int(ago or 0)))
