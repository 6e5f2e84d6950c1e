"""The identity wall in the tables: no look-up leads from a number to a name."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test.utils import isolate_apps

from tests.architecture import relations
from tests.architecture.sources import areas

OURS = [model for model in apps.get_models(include_auto_created=True) if relations.area_of(model) in areas()]
WALLED = areas() - relations.BEHIND_THE_WALL


def test_no_look_up_leads_from_a_number_to_a_name() -> None:
    assert relations.ways_through_the_wall(OURS, WALLED) == []


def test_no_foreign_key_across_areas_can_be_walked_back() -> None:
    assert relations.unhidden_relations(OURS, areas()) == []


def test_no_foreign_key_leaves_or_reaches_anonymity() -> None:
    assert relations.relations_of_anonymity(OURS) == []


def test_no_link_leads_to_whichever_table_it_pleases() -> None:
    assert relations.links_of_any_kind(OURS) == []


def test_every_area_with_models_is_looked_at() -> None:
    assert {relations.area_of(model) for model in OURS} == {label for label in areas() if _has_models(label)}


def _has_models(label: str) -> bool:
    return any(apps.get_app_config(label).get_models())


@pytest.fixture
def named() -> type[models.Model]:
    """A table of names, linked to one of numbers by a relation that can be walked back."""
    with isolate_apps("massicot.scripts", "massicot.candidates"):

        class Sheet(models.Model):
            class Meta:
                app_label = "scripts"

        class Sitter(models.Model):
            sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="sitters")

            class Meta:
                app_label = "candidates"

    return Sitter


def test_a_way_from_a_number_to_a_name_is_found(named: type[models.Model]) -> None:
    sheet = named._meta.get_field("sheet").related_model
    assert relations.ways_through_the_wall([sheet], {"scripts"}) == ["scripts.Sheet -> candidates.Sitter"]


def test_a_relation_that_can_be_walked_back_is_found(named: type[models.Model]) -> None:
    assert relations.unhidden_relations([named], {"scripts", "candidates"}) == ["candidates.Sitter.sheet"]


@isolate_apps("massicot.anonymity", "massicot.candidates")
def test_a_foreign_key_of_anonymity_is_found() -> None:
    class Sitter(models.Model):
        class Meta:
            app_label = "candidates"

    class Bond(models.Model):
        sitter = models.ForeignKey(Sitter, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "anonymity"

    assert relations.relations_of_anonymity([Bond]) == ["anonymity.Bond.sitter"]


@isolate_apps("massicot.scripts", "django.contrib.contenttypes")
def test_a_link_to_whichever_table_is_found() -> None:
    class Note(models.Model):
        kind = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
        key = models.BigIntegerField()
        subject = GenericForeignKey("kind", "key")

        class Meta:
            app_label = "scripts"

    assert relations.links_of_any_kind([Note]) == ["scripts.Note.subject"]
