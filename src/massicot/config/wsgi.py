"""The WSGI application that a server serves."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from massicot.config import environment

# As in `main`: what is made at the start stays.
gc.disable()
os.umask(environment.OWNER_ONLY)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "massicot.config.settings")
if settings.MASSICOT_FAULT:
    raise settings.MASSICOT_FAULT
application = get_wsgi_application()

from massicot.web.office.ladder.refresh import renew_beside  # noqa: E402 - only once the applications are there

gc.freeze()
gc.enable()
renew_beside()
