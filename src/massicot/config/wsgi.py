"""The WSGI application that a server serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from massicot.config import starting

starting.begin()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "massicot.config.settings")
if settings.MASSICOT_FAULT:
    raise settings.MASSICOT_FAULT
application = get_wsgi_application()

from massicot.web.office.ladder.reads import renew_beside  # noqa: E402 - only once the applications are there

starting.settle()
renew_beside()
