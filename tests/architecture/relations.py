"""The tables as a graph: what a look-up can reach from a model, forwards and back."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Field, Model

Table = type[Model]

BEHIND_THE_WALL = frozenset({"candidates", "roomreports", "anonymity", "results"})


def area_of(model: Table) -> str:
    return model._meta.app_label


def forward_relations(model: Table) -> Iterator[Field]:
    """List the foreign keys that a table holds."""
    for field in (*model._meta.fields, *model._meta.many_to_many):
        if field.is_relation and isinstance(field.related_model, type):
            yield field


def neighbours(model: Table) -> Iterator[Table]:
    """List the tables that a look-up reaches in one step: forwards, or back where a relation has a name."""
    for field in forward_relations(model):
        yield field.related_model
    for relation in model._meta.related_objects:
        yield relation.related_model


def reached_from(model: Table) -> dict[Table, str]:
    """Walk the graph and tell, for each table reached, by which path."""
    paths = {model: model._meta.label}
    waiting = [model]
    while waiting:
        here = waiting.pop()
        for there in neighbours(here):
            if there not in paths:
                paths[there] = f"{paths[here]} -> {there._meta.label}"
                waiting.append(there)
    return paths


def ways_through_the_wall(models: Iterable[Table], walled: Collection[str]) -> list[str]:
    """Tell every path from a table that knows numbers to a table that knows names."""
    return [
        path
        for model in models
        if area_of(model) in walled
        for there, path in reached_from(model).items()
        if area_of(there) in BEHIND_THE_WALL
    ]


def unhidden_relations(models: Iterable[Table], areas: Collection[str]) -> list[str]:
    """Name the foreign keys across areas that can be walked back."""
    return [
        str(field)
        for model in models
        if area_of(model) in areas
        for field in forward_relations(model)
        if area_of(field.related_model) in areas - {area_of(model)} and field.remote_field.related_name != "+"
    ]


def relations_of_anonymity(models: Iterable[Table]) -> list[str]:
    """Name the foreign keys that leave or reach anonymity."""
    return [
        str(field)
        for model in models
        for field in forward_relations(model)
        if "anonymity" in {area_of(model), area_of(field.related_model)}
    ]


def links_of_any_kind(models: Iterable[Table]) -> list[str]:
    """Name the links that lead to whichever table they please."""
    return [str(link) for model in models for link in model._meta.private_fields]
