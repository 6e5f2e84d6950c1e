"""The report of a table as the office reads it: one list of all that is refused, changes, warns or is new."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, overload

from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy, ngettext

from massicot.core.tables.report import Remark, Report
from massicot.web.shared.listing import SEARCH, Filter, ListColumn, Listing, is_taken_away, listing_of
from massicot.web.shared.numbers import Grouped

REFUSED, WARNING, CHANGED, NEW = "refused", "warning", "changed", "new"
WHAT = (
    (REFUSED, gettext_lazy("refused")),
    (CHANGED, gettext_lazy("changed")),
    (WARNING, gettext_lazy("warning")),
    (NEW, gettext_lazy("new")),
)
"""What a line of the report is about, the most urgent first."""

SHOWN = "quoi"
"""The word of the address that keeps the lines of one kind."""

FIRST_LINES = 5
"""How many of the lines that the same warning stands on are named."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line: where it stands in the file (by its number, to be sorted) or which line it is, and what is said."""

    what: str
    title: str
    place: str
    column: str
    value: str
    said: str
    number: int | None = None


def erasure_told(column: str, count: int) -> str:
    """Say what empty cells of a column would erase."""
    sentences = {
        "conservations": ngettext(
            "{column}: {n} kept mark would be erased, and its candidate expected again",
            "{column}: {n} kept marks would be erased, and their candidates expected again",
            count,
        )
    }
    values = ngettext("{column}: {n} value would be erased", "{column}: {n} values would be erased", count)
    return sentences.get(column, values).format(column=column, n=Grouped(count))


class Lines(Sequence[ReportLine]):
    """The lines of a report, what is refused first; what is new, up to the whole table, is read as it is shown."""

    def __init__(self, report: Report, what: str, *, grouped: bool) -> None:
        self._report = report
        self._first = [line for line in lines_but_new(report, grouped=grouped) if what in ("", line.what)]
        self._new = report.new if what in ("", NEW) else ()
        self._title = str(dict(WHAT)[NEW])

    def __len__(self) -> int:
        """Count the lines."""
        return len(self._first) + len(self._new)

    @overload
    def __getitem__(self, at: int) -> ReportLine: ...
    @overload
    def __getitem__(self, at: slice) -> list[ReportLine]: ...
    def __getitem__(self, at: int | slice) -> ReportLine | list[ReportLine]:
        """Give one line, or some."""
        if isinstance(at, slice):
            return [self._line(rank) for rank in range(len(self))[at]]
        return self._line(range(len(self))[at])

    def _line(self, rank: int) -> ReportLine:
        if rank < len(self._first):
            return self._first[rank]
        key = self._new[rank - len(self._first)]
        return ReportLine(NEW, self._title, key, "", self._report.names.get(key, ""), "")


def lines_but_new(report: Report, *, grouped: bool) -> Iterator[ReportLine]:
    """Go through what is refused, changes and is warned of; when grouped, a warning on many lines is told once."""
    titles = {what: str(title) for what, title in WHAT}
    yield from (_remark(REFUSED, titles, fault) for fault in report.faults)
    for change in report.changed:
        words = f"{change.before or '∅'} → {change.after or '∅'}"
        yield ReportLine(CHANGED, titles[CHANGED], change.key, change.column, change.after, words)
    warnings = [_remark(WARNING, titles, warning) for warning in report.warnings]
    yield from _grouped(warnings) if grouped else warnings


def _remark(what: str, titles: dict[str, str], remark: Remark) -> ReportLine:
    place = gettext("line {line}").format(line=remark.line) if remark.line else ""
    words = remark.told(gettext)
    return ReportLine(what, titles[what], place, remark.column, remark.value, words, remark.line or None)


def _grouped(lines: Sequence[ReportLine]) -> Iterator[ReportLine]:
    groups: dict[tuple[str, str], list[ReportLine]] = {}
    for line in lines:
        groups.setdefault((line.column, line.said), []).append(line)
    yield from (_told_once(group) for group in groups.values())


def _told_once(group: Sequence[ReportLine]) -> ReportLine:
    """Tell what stands on several lines: how many, the first of them, and the first different values."""
    first = group[0]
    if len(group) == 1:
        return first
    sentence = ngettext("{count} line: {first}", "{count} lines: {first}", len(group))
    place = sentence.format(count=len(group), first=_first(str(line.number) for line in group if line.number))
    value = _first(dict.fromkeys(line.value for line in group if line.value))
    return ReportLine(first.what, first.title, place, first.column, value, first.said, first.number)


def _first(words: Any) -> str:
    names = list(islice(words, FIRST_LINES + 1))
    return ", ".join(names[:FIRST_LINES]) + (", …" if len(names) > FIRST_LINES else "")


def listing_of_report(request: HttpRequest, report: Report) -> Listing:
    """List what a report says, filtered and searched as the address asks; taken away, it has a row for each line."""
    columns = (
        ListColumn("title", gettext_lazy("What"), order_by=""),
        ListColumn("place", gettext_lazy("Where"), order_by="number"),
        ListColumn("column", gettext_lazy("Column")),
        ListColumn("value", gettext_lazy("Value or name")),
        ListColumn("said", gettext_lazy("Reason, or before and after")),
    )
    # Whoever takes the report away or looks for something wants every line of the file.
    grouped = not is_taken_away(request) and not request.GET.get(SEARCH)
    present = {REFUSED: report.faults, CHANGED: report.changed, WARNING: report.warnings, NEW: report.new}
    choices = [(what, title) for what, title in WHAT if present[what]]
    asked = request.GET.get(SHOWN, "")
    lines = Lines(report, asked if asked in dict(choices) else "", grouped=grouped)
    filters = [Filter(SHOWN, gettext_lazy("What"), choices, field="")]
    name = gettext("import report")
    search = ("place", "value", "said")
    return listing_of(request, name, columns, lines, search=search, filters=filters)
