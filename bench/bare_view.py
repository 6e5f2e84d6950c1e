"""The floor of bench_scanning: a bare Django site whose one view does one indexed update."""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ["BARE_NAME"],
            "USER": "massicot",
            "HOST": os.environ["BARE_HOST"],
            "CONN_MAX_AGE": None,
        }
    },
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="bench",
)
django.setup()

from django.db import connection


def update(_request, number):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE bench_bare SET ticked = ticked + 1 WHERE number = %s", [number])
        assert cursor.rowcount == 1
    return HttpResponse("1")


urlpatterns = [path("<str:number>/", update)]
application = get_wsgi_application()
