"""The floor of bench_saving: a plain Django view that saves one mark a request, with session, CSRF, form and two rows.

`python bench/plain_view.py COUNT` makes its tables and that many people signed in, and prints their browsers as JSON.
The database is named in PLAIN_HOST and PLAIN_NAME.
"""

import json
import os
import sys
from datetime import timedelta

import django
from django.conf import settings

settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ["PLAIN_NAME"],
            "USER": "massicot",
            "HOST": os.environ["PLAIN_HOST"],
            "CONN_MAX_AGE": None,
        }
    },
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    ROOT_URLCONF="plain_view",
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="bench",
    USE_TZ=True,
)
django.setup()
sys.modules["plain_view"] = sys.modules[__name__]

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.http import JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_POST

TOKEN = "x" * 32


class Mark(models.Model):
    """One mark."""

    number = models.CharField(max_length=9, unique=True)
    hundredths = models.IntegerField()
    author = models.CharField(max_length=30)

    class Meta:
        app_label = "plain"


class Line(models.Model):
    """One line of a journal without chains."""

    subject = models.CharField(max_length=120, db_index=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    facts = models.TextField()

    class Meta:
        app_label = "plain"


class MarkForm(forms.Form):
    """What is typed."""

    number = forms.CharField(max_length=9)
    value = forms.IntegerField(min_value=0, max_value=20)


@require_POST
@login_required
def save(request):
    form = MarkForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    typed = form.cleaned_data
    with transaction.atomic():
        Mark.objects.create(number=typed["number"], hundredths=100 * typed["value"], author=request.user.username)
        facts = json.dumps({"number": typed["number"], "after": typed["value"]})
        Line.objects.create(subject=typed["number"], at=timezone.now(), by=request.user.username, facts=facts)
    return JsonResponse({"saved": [typed["number"]]})


urlpatterns = [path("", save)]
application = get_wsgi_application()


def build(count):
    call_command("migrate", verbosity=0, interactive=False)
    with connection.schema_editor() as editor:
        editor.create_model(Mark)
        editor.create_model(Line)
    users = get_user_model().objects.bulk_create(
        get_user_model()(username=f"u{rank}", password="!") for rank in range(count)
    )
    kept = {
        "_auth_user_backend": "django.contrib.auth.backends.ModelBackend",
        "_auth_user_hash": users[0].get_session_auth_hash(),
    }
    until = timezone.now() + timedelta(hours=12)
    sessions = Session.objects.bulk_create(
        Session(
            session_key=get_random_string(32),
            session_data=SessionStore().encode(kept | {"_auth_user_id": str(user.pk)}),
            expire_date=until,
        )
        for user in users
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return [
        {
            "cookie": f"sessionid={session.session_key}; csrftoken={TOKEN}",
            "token": TOKEN,
            "numbers": [f"{rank * 50 + place:08d}A" for place in range(50)],
        }
        for rank, session in enumerate(sessions)
    ]


if __name__ == "__main__":
    json.dump(build(int(sys.argv[1])), sys.stdout)
