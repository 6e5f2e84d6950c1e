"""What is said of a person leaves the pools."""

import django.db.models.deletion
from django.db import migrations, models

MOVED = (
    "civility",
    "surname",
    "first_name",
    "email",
    "institution_uai",
    "employer",
    "home_town",
    "home_insee_code",
    "telephone",
)


class Migration(migrations.Migration):
    """Pools keep what is said of one session alone."""

    dependencies = [
        ("markers", "0002_one_person"),
    ]

    operations = [
        migrations.AlterField(
            model_name="marker",
            name="person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="persons.person"),
        ),
        *(migrations.RemoveField(model_name="marker", name=name) for name in MOVED),
        migrations.AddConstraint(
            model_name="marker",
            constraint=models.UniqueConstraint(
                fields=["session", "person"], name="person_once_in_the_pool_of_a_session"
            ),
        ),
        migrations.CreateModel(
            name="MarkerPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "marker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="markers.marker"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="exams.paper"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("marker", "paper"), name="paper_stands_once_for_a_marker")
                ],
            },
        ),
    ]
