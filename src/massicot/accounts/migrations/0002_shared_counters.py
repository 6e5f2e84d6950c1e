"""Where tries to sign in were counted until `0005_counters`: a new installation has no such table."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("accounts", "0001_initial")]

    operations = []
