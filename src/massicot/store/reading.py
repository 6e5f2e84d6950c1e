"""What is made of the rows that come back: models, tuples, dictionaries or single values, as a query set makes them."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from django.db import connection, models
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesIterable, ValuesListIterable

Read = Callable[[list[Any]], list[Any]]


class RowsAskedInSecondTripError(RuntimeError):
    """A fault of the program: a query set with `prefetch_related`, which asks a second time for what it found."""


class RowsUnlikeOthersError(RuntimeError):
    """A fault of the program: a query set whose rows are neither models nor values, tuples or dictionaries of them."""


def reader(rows: "models.QuerySet[Any, Any]", compiler: Any) -> Read:
    """Give what makes rows of an answer; `compiler` has written the query set."""
    if vars(rows)["_prefetch_related_lookups"]:
        raise RowsAskedInSecondTripError(rows.model.__name__)
    build = _builder(rows, compiler)
    converters = compiler.get_converters([column[0] for column in compiler.select]).items()
    width = compiler.col_count if compiler.has_extra_select else None

    def read(answer: list[Any]) -> list[Any]:
        if width:  # what distinct rows are sorted by comes after them
            answer = [row[:width] for row in answer]
        if converters:
            answer = [_convert(row, converters) for row in answer]
        return build(answer)

    return read


def _builder(rows: "models.QuerySet[Any, Any]", compiler: Any) -> Read:
    kind = rows._iterable_class
    if kind is ModelIterable:
        return _instances(compiler)
    if kind is FlatValuesListIterable:
        return lambda answer: [row[0] for row in answer]
    if kind is ValuesIterable:
        query: Any = rows.query
        names = list(query.selected or [*query.extra_select, *query.values_select, *query.annotation_select])
        return lambda answer: [dict(zip(names, row, strict=True)) for row in answer]
    if kind is ValuesListIterable:
        return list
    raise RowsUnlikeOthersError(kind.__name__)


def _convert(row: Sequence[Any], converters: Any) -> tuple[Any, ...]:
    values = list(row)
    for place, (convert, expression) in converters:
        for converter in convert:
            values[place] = converter(values[place], expression, connection)
    return tuple(values)


def _instances(compiler: Any) -> Read:
    make = _maker(compiler.klass_info, compiler.select)
    annotations = list(compiler.annotation_col_map.items())

    def instance(row: Sequence[Any]) -> Any:
        made = make(row)
        for name, place in annotations:
            setattr(made, name, row[place])
        return made

    return lambda answer: [instance(row) for row in answer]


def _maker(about: Any, select: Any) -> Callable[[Sequence[Any]], Any]:
    """Give what makes one model of its columns, or None of their absence, and of those that come with it."""
    model, alias = about["model"], connection.alias
    places = {select[place][0].target.attname: place for place in about["select_fields"]}
    names = [field.attname for field in model._meta.concrete_fields if field.attname in places]
    columns = [places[name] for name in names]
    first, end = columns[0], columns[-1] + 1
    cut = itemgetter(slice(first, end)) if columns == [*range(first, end)] else itemgetter(*columns)
    key = places[model._meta.pk.attname]
    companions = [
        (_maker(companion, select), companion["local_setter"], companion["remote_setter"])
        for companion in about.get("related_klass_infos", ())
    ]

    def make(row: Sequence[Any]) -> Any:
        if row[key] is None:
            return None
        made = model.from_db(alias, names, cut(row))
        for make_companion, note_companion, note_back in companions:
            companion = make_companion(row)
            note_companion(made, companion)
            if companion is not None:
                note_back(companion, made)
        return made

    return make
