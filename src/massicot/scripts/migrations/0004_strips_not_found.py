from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scripts", "0003_strip_destruction"),
    ]

    operations = [
        migrations.AddField(
            model_name="stripdestruction",
            name="noted_word",
            field=models.CharField(blank=True, default="", max_length=500),
        ),
        migrations.AddField(
            model_name="stripdestruction",
            name="noted_by",
            field=models.CharField(blank=True, default="", max_length=254),
        ),
        migrations.AddField(
            model_name="stripdestruction",
            name="noted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="stripdestruction",
            constraint=models.CheckConstraint(
                condition=models.Q(noted_at__isnull=True)
                | (~models.Q(noted_word="") & models.Q(count__lt=models.F("due"))),
                name="strips_not_found_are_noted_with_a_word",
            ),
        ),
    ]
