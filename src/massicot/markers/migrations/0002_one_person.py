"""Markers of each session become persons of the installation.

Who has one identifier and one name in several sessions is one person, as the newest session tells of them; where they
taught in each is kept, from the school year of that session on. An identifier that two names bear in two sessions
becomes two persons: the newest keeps it, the others get the code of their session behind it, and their pool keeps the
identifier under which its batches know them.
"""

from collections import defaultdict
from datetime import date

import django.db.models.deletion
from django.db import migrations, models

from massicot.core.spelling import folded

PERSON = ("civility", "surname", "first_name", "email", "telephone")
SITUATION = ("institution_uai", "employer", "home_town", "home_insee_code")


def make_persons(apps, _schema):
    """Give each marker their person."""
    by_identifier = defaultdict(list)
    for marker in apps.get_model("markers", "Marker").objects.select_related("session").order_by("-session__year", "-pk"):
        by_identifier[marker.identifier].append(marker)
    for identifier, markers in by_identifier.items():
        by_name = defaultdict(list)
        for marker in markers:
            by_name[folded(f"{marker.surname} {marker.first_name}")].append(marker)
        for rank, same in enumerate(by_name.values()):
            make_person(apps, identifier if rank == 0 else f"{identifier}-{same[0].session.code}"[:30], same)


def make_person(apps, identifier, markers):
    """Make one person of their rows in several pools, the newest first."""
    newest = markers[0]
    values = {name: getattr(newest, name) for name in PERSON}
    person = apps.get_model("persons", "Person").objects.create(identifier=identifier, **values)
    situations = {}
    for marker in markers:
        situations.setdefault(date(marker.session.year - 1, 9, 1), {name: getattr(marker, name) for name in SITUATION})
        marker.person_id = person.pk
        marker.save(update_fields=["person_id"])
    before = None
    for since, told in sorted(situations.items()):
        if told != before:
            apps.get_model("persons", "Situation").objects.create(person=person, since=since, **told)
        before = told


class Migration(migrations.Migration):
    """Pools name persons."""

    dependencies = [
        ("exams", "0001_initial"),
        ("persons", "0001_initial"),
        ("markers", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="marker",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="persons.person"
            ),
        ),
        migrations.RunPython(make_persons, migrations.RunPython.noop, elidable=False),
    ]
