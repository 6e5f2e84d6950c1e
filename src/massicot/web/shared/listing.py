"""Lists of every desk: sorted, filtered, searched, paged and taken away as a table, all by the address.

A view names its columns and gives its rows: a query set of the area's (sorted and cut by the database, so that a list
of two hundred thousand is as quick as one of twenty), or a short sequence already in memory. What costs a look-up for
each row is not asked of the query set: `shown` adds it to the rows of a page, or of the table that is taken away, many
at a time. The template writes the body of the table, its cells titled by `{% title_of %}`; the rest is shared.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, reduce
from itertools import islice
from operator import attrgetter, or_
from typing import Any

from django.core.paginator import Page
from django.db.models import Expression, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django_htmx.middleware import HtmxDetails

from massicot.core import tables_out
from massicot.web.shared.paging import page_of

TAKEN_AT_ONCE = 2000
"""Rows of a table that is taken away, shown together."""

SORT, SEARCH, PAGE, FORMAT = "tri", "cherche", "page", "format"
"""Words of the address."""

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Rows = QuerySet[Any] | Sequence[Any]
Condition = Q
"""What a list asks of its rows, as the queries of their area give it: made there, and here, and nowhere else in web."""
Search = str | Callable[[str], Condition]
Display = Callable[[Sequence[Any]], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column: the attribute of a row that it shows, its title, and how it is taken away.

    `order_by` is the field that the database sorts by, when it has another name, or what it works out for it; an empty
    one cannot be sorted by. `text` writes the cell of a table that is taken away; an instant is written there as
    spreadsheets sort it.
    """

    key: str
    title: str | Promise
    is_number: bool = False
    order_by: str | Expression | None = None
    text: Callable[[Any], object] | None = None

    def cell(self, row: Any) -> object:
        """Give what a table that is taken away shows of a row."""
        value = self.text(row) if self.text else getattr(row, self.key)
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value

    @property
    def sorting(self) -> str | Expression:
        """Name the field that this column is sorted by."""
        return self.key if self.order_by is None else self.order_by


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice above a list: its name in the address, its title, what each value is called, the field it is on.

    The field may be a question instead, which the database is asked about the value chosen. An empty one means that the
    view has left out of its rows already what is not chosen. `counts`: how many rows have each value, when the view
    counts them anyway; while nothing else narrows the list, they are not counted again.
    """

    key: str
    title: str | Promise
    choices: Sequence[tuple[str, str | Promise]]
    field: Search | None = None
    counts: Mapping[Any, int] | None = None


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """The head of one column: where a click leads, and how it is sorted now."""

    column: ListColumn
    address: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Choices:
    """One filter as the page shows it."""

    filter: Filter
    chosen: str

    @property
    def options(self) -> SafeString:
        """Write the values that may be chosen; an examination has a hundred specialties, and a page has them all."""
        return mark_safe("".join(map(self._option, self.filter.choices)))  # noqa: S308 (all of it is escaped)

    def _option(self, choice: tuple[str, str | Promise]) -> str:
        value, title = choice
        marked = " selected" if value == self.chosen else ""
        return f'<option value="{escape(value)}"{marked}>{escape(title)}</option>'


@dataclass(frozen=True)
class Listing:
    """One page of a list, and all that its tools need."""

    name: str
    columns: Sequence[ListColumn]
    selection: Rows
    page: Page[Any]
    heads: Sequence[ColumnHead]
    filters: Sequence[Choices]
    searched: str | None
    query: str
    is_narrowed: bool
    sorted_by: str = ""
    kept: Sequence[tuple[str, str]] = field(default_factory=tuple)
    exports: Sequence[tuple[str, str]] = field(default_factory=tuple)
    display: Display = list

    @cached_property
    def rows(self) -> Sequence[Any]:
        return self.display(list(self.page.object_list))

    @cached_property
    def titles(self) -> Mapping[str, SafeString]:
        """Map columns to their titles, written once for all the cells of a page."""
        return {column.key: escape(str(column.title)) for column in self.columns}

    @property
    def total(self) -> int:
        """Count all that was found."""
        return self.page.paginator.count


def listing_of(
    request: HttpRequest,
    name: str,
    columns: Sequence[ListColumn],
    rows: Rows,
    *,
    search: Sequence[Search] = (),
    filters: Sequence[Filter] = (),
    display: Display = list,
) -> Listing:
    """Sort, search, filter and cut rows as the address asks; what it asks wrongly is left out.

    `search` names the fields that the search box looks into, or says what the database is to look for; none means no
    box. `display` turns some of the rows into what is shown of them.
    """
    asked = request.GET
    chosen = [Choices(list_filter, _choice_of(list_filter, asked)) for list_filter in filters]
    words = asked.get(SEARCH, "").strip() if search else ""
    selection = _sort(_search(_filter(rows, chosen), search, words), columns, asked.get(SORT, ""))
    return Listing(
        name=name,
        columns=columns,
        selection=selection,
        page=page_of(selection, None if words else _known_total(chosen), asked.get(PAGE)),
        heads=[_head(column, request) for column in columns],
        filters=chosen,
        searched=words if search else None,
        query=_address(request, {PAGE: None, FORMAT: None}),
        is_narrowed=bool(words or any(choice.chosen for choice in chosen)),
        sorted_by=asked.get(SORT, ""),
        kept=_other_arguments(asked, filters),
        exports=[(kind, _address(request, {PAGE: None, FORMAT: kind})) for kind in TYPES],
        display=display,
    )


def is_taken_away(request: HttpRequest) -> bool:
    """Say whether the address asks for the table itself, not for its page."""
    return request.GET.get(FORMAT) in TYPES


def take_away(request: HttpRequest, listing: Listing) -> HttpResponse:
    """Answer with everything that was found, as CSV or as a sheet."""
    kind = request.GET[FORMAT]
    titles = [str(column.title) for column in listing.columns]
    cells = ([column.cell(row) for column in listing.columns] for row in _everything(listing))
    write = tables_out.write_csv if kind == "csv" else tables_out.write_xlsx
    response = HttpResponse(write(titles, cells), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{slugify(listing.name)}.{kind}"'
    return response


def asks_for_part(request: HttpRequest) -> bool:
    """Say whether the page itself asks for a part of it, and not somebody who opens or reloads it."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def _everything(listing: Listing) -> Iterator[Any]:
    found = listing.selection
    rows = found.iterator(chunk_size=TAKEN_AT_ONCE) if isinstance(found, QuerySet) else iter(found)
    while some := list(islice(rows, TAKEN_AT_ONCE)):
        yield from listing.display(some)


def _other_arguments(asked: QueryDict, filters: Sequence[Filter]) -> list[tuple[str, str]]:
    """List what the address says besides the list: a search or a filter sends it again."""
    own = {SORT, SEARCH, PAGE, FORMAT, *(list_filter.key for list_filter in filters)}
    return [(name, value) for name, values in asked.lists() if name not in own for value in values]


def _choice_of(list_filter: Filter, asked: Mapping[str, str]) -> str:
    value = asked.get(list_filter.key, "")
    return value if value in dict(list_filter.choices) else ""


def _filter(rows: Rows, filters: Iterable[Choices]) -> Rows:
    for choice in filters:
        name = choice.filter.key if choice.filter.field is None else choice.filter.field
        if not choice.chosen or not name:
            continue
        if isinstance(rows, QuerySet):
            rows = rows.filter(Q(**{name: choice.chosen}) if isinstance(name, str) else name(choice.chosen))
        elif isinstance(name, str):
            rows = [row for row in rows if str(attrgetter(name)(row)) == choice.chosen]
    return rows


def _known_total(filters: Sequence[Choices]) -> int | None:
    """Find how many rows are left when the view has counted them: all, or those of the only value chosen."""
    counted = [choice for choice in filters if choice.filter.counts is not None]
    if not counted or any(choice.chosen for choice in filters if choice is not counted[0]):
        return None
    counts, chosen = counted[0].filter.counts or {}, counted[0].chosen
    return counts.get(chosen, 0) if chosen else sum(counts.values())


def _search(rows: Rows, search: Sequence[Search], words: str) -> Rows:
    if not words:
        return rows
    if isinstance(rows, QuerySet):
        return rows.filter(reduce(or_, (_looked_for(search_field, words) for search_field in search)))
    names = [name for name in search if isinstance(name, str)]
    return [row for row in rows if is_found(row, names, words)]


def is_found(row: Any, names: Iterable[str], words: str) -> bool:
    """Say whether one of these attributes of a row has what is looked for."""
    wanted = words.casefold()
    return any(wanted in str(attrgetter(name)(row)).casefold() for name in names)


def _looked_for(search_field: Search, words: str) -> Q:
    return Q(**{f"{search_field}__icontains": words}) if isinstance(search_field, str) else search_field(words)


def _sort(rows: Rows, columns: Sequence[ListColumn], asked: str) -> Rows:
    name = asked.removeprefix("-")
    column = next((column for column in columns if column.key == name and column.sorting), None)
    if column is None:
        return rows
    descends = asked.startswith("-")
    if isinstance(rows, QuerySet):
        return rows.order_by(_order(column.sorting, descends=descends), "-pk" if descends else "pk")
    value = attrgetter(str(column.sorting))
    return sorted(rows, key=lambda row: _rank(value(row)), reverse=descends)


def _order(sorting: str | Expression, *, descends: bool) -> str | OrderBy:
    if isinstance(sorting, str):
        return f"-{sorting}" if descends else sorting
    return sorting.desc() if descends else sorting.asc()


def _rank(value: Any) -> tuple[bool, Any]:
    """Put what is empty after all the rest."""
    return (value is None, 0 if value is None else value)


def _head(column: ListColumn, request: HttpRequest) -> ColumnHead:
    asked = request.GET.get(SORT, "")
    now = {column.key: "ascending", f"-{column.key}": "descending"}.get(asked, "none")
    following = f"-{column.key}" if now == "ascending" else column.key
    return ColumnHead(
        column, _address(request, {SORT: following, PAGE: None, FORMAT: None}) if column.sorting else "", now
    )


def _address(request: HttpRequest, changes: Mapping[str, str | None]) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"
