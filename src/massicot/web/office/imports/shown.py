"""What the office reads of tables: what each session has, what an import would do, line by line, what it lacks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from typing import Any, overload

from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy, ngettext

from massicot.anonymity import queries as anonymity
from massicot.candidates import queries as candidates
from massicot.core import tables_out
from massicot.core.refused import Refused
from massicot.core.tables.report import ChangedCell, Mapped, Remark, Report
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.results.services.intake import TableKind
from massicot.store import key_file
from massicot.web.shared.listing import (
    FORMAT,
    SEARCH,
    TYPES,
    Filter,
    ListColumn,
    Listing,
    is_found,
    is_taken_away,
    listing_of,
)
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
FAULTS_LISTED, WARNINGS_LISTED = 500, 10_000
"""How many of either a page lists, and looks through when somebody searches it; the file to take away has all."""
FIRST_LINES = 5
"""How many of the lines that the same warning stands on are named."""
SEARCHED = ("place", "value", "said")
CSV = "csv"
LINES_AT_ONCE = 500
"""Of a report that is taken away: what one reader holds in memory, and makes the others wait for."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a session has of each table."""

    session: exams.Session
    institutions: int
    specialties: int
    entries: Sequence[tuple[str, int]]
    markers: int


def blank_table(kind: TableKind) -> bytes:
    """Write a table that has its header line only, to be filled in."""
    return tables_out.write_csv([column.name for column in kind.columns], [])


def imported_so_far(sessions: Sequence[exams.Session]) -> list[Imported]:
    """Count what each session has of each table."""
    ids = [session.pk for session in sessions]
    papers = exams.papers_at_work()
    institutions = exams.count_institutions()
    specialties = exams.count_specialties(ids)
    listed = markers.count_markers(ids)
    entries = candidates.count_expected([paper.pk for paper in papers])
    return [
        Imported(
            session=session,
            institutions=institutions,
            specialties=specialties[session.pk],
            entries=[(paper.code, entries[paper.pk]) for paper in papers if paper.session_id == session.pk],
            markers=listed[session.pk],
        )
        for session in sessions
    ]


@dataclass(frozen=True, slots=True)
class Lacking:
    """One centre that needs more numbers of a paper before a table can be imported."""

    name: str
    paper: str
    wanted: int
    left: int
    address: str


def lacking_numbers(session: exams.Session, wanted: Sequence[tuple[str, str, int]]) -> list[Lacking]:
    """List the centres that have fewer numbers left than would be taken; without the key nobody can tell."""
    if not wanted:
        return []
    names = exams.institution_names({uai for _, uai, _ in wanted})
    reserves = ((demand, _count_spares(session, *demand[:2])) for demand in wanted)
    return [
        Lacking(names.get(uai, uai), paper, count, left, _address(session, paper, uai, count - left))
        for (paper, uai, count), left in reserves
        if left is not None and left < count
    ]


def _count_spares(session: exams.Session, paper: str, uai: str) -> int | None:
    exam_paper = exams.paper_by_code(session.code, paper)
    try:
        return len(anonymity.unused_spares(exam_paper, uai, anonymity.sealer_of(exam_paper, key_file.read())))
    except Refused:
        return None


def _address(session: exams.Session, paper: str, uai: str, count: int) -> str:
    return reverse("office:more_numbers", args=[session.code, paper], query={"centre": uai, "nombre": count})


@dataclass(frozen=True, slots=True, kw_only=True)
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
    """The lines of a report, what is refused first, each made as it is shown; taken away, it has all of them."""

    def __init__(self, report: Report, what: str, *, is_whole: bool, grouped: bool) -> None:
        titles = {what: str(title) for what, title in WHAT}
        faults = report.faults if is_whole else report.faults[:FAULTS_LISTED]
        sections: dict[str, Sequence[ReportLine]] = {
            REFUSED: Mapped(faults, partial(_remark, REFUSED, titles)),
            CHANGED: Mapped(report.changed, partial(_change, titles[CHANGED])),
            WARNING: _warnings(report, titles, is_whole=is_whole, grouped=grouped),
            NEW: Mapped(report.new, partial(_new, titles[NEW], report.names)),
        }
        self._sections = [lines for about, lines in sections.items() if what in ("", about)]
        if is_whole:
            # The page says it above its list.
            self._sections.append([_notice(titles, words) for words in notices_of(report)])

    def __len__(self) -> int:
        """Count the lines."""
        return sum(map(len, self._sections))

    @overload
    def __getitem__(self, at: int) -> ReportLine: ...
    @overload
    def __getitem__(self, at: slice) -> list[ReportLine]: ...
    def __getitem__(self, at: int | slice) -> ReportLine | list[ReportLine]:
        """Give one line, or some."""
        if isinstance(at, slice):
            return [self._line(rank) for rank in range(len(self))[at]]
        return self._line(range(len(self))[at])

    def __iter__(self) -> Iterator[ReportLine]:
        """Give each line once."""
        return chain.from_iterable(self._sections)

    def _line(self, rank: int) -> ReportLine:
        lines, before = next(self._section_of(rank))
        return lines[rank - before]

    def _section_of(self, rank: int) -> Iterator[tuple[Sequence[ReportLine], int]]:
        before = 0
        for lines in self._sections:
            if rank < before + len(lines):
                yield lines, before
            before += len(lines)


def _warnings(report: Report, titles: dict[str, str], *, is_whole: bool, grouped: bool) -> Sequence[ReportLine]:
    """List the warnings; when grouped, one on many lines is told once."""
    told = Mapped(report.warnings if is_whole else report.warnings[:WARNINGS_LISTED], partial(_remark, WARNING, titles))
    return list(_group(told)) if grouped else told


def notices_of(report: Report) -> list[str]:
    """Say what was found, or not looked at, and stands in no list of the report."""
    return [reason.text_in(gettext) for reason in report.unlisted.reasons()]


def _notice(titles: dict[str, str], words: str) -> ReportLine:
    return ReportLine(what=WARNING, title=titles[WARNING], place="", column="", value="", said=words)


def _change(title: str, change: ChangedCell) -> ReportLine:
    words = f"{change.before or '∅'} → {change.after or '∅'}"
    return ReportLine(what=CHANGED, title=title, place=change.key, column=change.column, value=change.after, said=words)


def _new(title: str, names: Mapping[str, str], key: str) -> ReportLine:
    return ReportLine(what=NEW, title=title, place=key, column="", value=names.get(key, ""), said="")


def _remark(what: str, titles: dict[str, str], remark: Remark) -> ReportLine:
    place = gettext("line {line}").format(line=remark.line) if remark.line else ""
    words = remark.text_in(gettext)
    return ReportLine(
        what=what,
        title=titles[what],
        place=place,
        column=remark.column,
        value=remark.value,
        said=words,
        number=remark.line or None,
    )


def _group(lines: Iterable[ReportLine]) -> Iterator[ReportLine]:
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
    return replace(first, place=place, value=value)


def _first(words: Any) -> str:
    names = list(islice(words, FIRST_LINES + 1))
    return ", ".join(names[:FIRST_LINES]) + (", …" if len(names) > FIRST_LINES else "")


def listing_of_report(request: HttpRequest, report: Report) -> Listing:
    """List what a report says, filtered and searched as the address asks; taken away, it has a row for each line."""
    columns: tuple[ListColumn, ...] = (
        ListColumn("title", gettext_lazy("Kind of line"), order_by=""),
        ListColumn("place", gettext_lazy("Line"), order_by="number"),
        ListColumn("column", gettext_lazy("Column")),
        ListColumn("value", gettext_lazy("Value or name")),
        ListColumn("said", gettext_lazy("Reason or change")),
    )
    # Whoever takes the report away or looks for something wants every line of the file.
    is_whole = is_taken_away(request)
    grouped = not is_whole and not request.GET.get(SEARCH)
    present = {REFUSED: report.faults, CHANGED: report.changed, WARNING: report.warnings, NEW: report.new}
    choices = [(what, title) for what, title in WHAT if present[what]]
    asked = request.GET.get(SHOWN, "")
    lines = Lines(report, asked if asked in dict(choices) else "", is_whole=is_whole, grouped=grouped)
    filters = [Filter(SHOWN, gettext_lazy("Kind of line"), choices, field="")]
    if is_whole:
        # In the order of the file: to sort them all, all would have to be in memory.
        columns = tuple(replace(column, order_by="") for column in columns)
    name = gettext("import report")
    # Found as they are taken away, or else all that is found would be in memory.
    search = () if request.GET.get(FORMAT) == CSV else SEARCHED
    return listing_of(request, name, columns, lines, search=search, filters=filters)


def stream_away(listing: Listing, words: str) -> StreamingHttpResponse:
    """Answer with everything that is found, as CSV, some lines at a time."""
    response = StreamingHttpResponse(_pieces(listing, words), content_type=TYPES[CSV])
    response["Content-Disposition"] = f'attachment; filename="{slugify(listing.name)}.{CSV}"'
    return response


def _pieces(listing: Listing, words: str) -> Iterator[bytes]:
    yield tables_out.write_csv([str(column.title) for column in listing.columns], [])
    lines = iter(listing.selection)
    for _ in range(0, listing.total, LINES_AT_ONCE):
        # Whoever is slow to take it holds these lines as text alone.
        rows = (line for line in islice(lines, LINES_AT_ONCE) if not words or is_found(line, SEARCHED, words))
        yield tables_out.csv_lines([column.cell(line) for column in listing.columns] for line in rows)
        del rows
