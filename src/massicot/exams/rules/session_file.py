"""The file of a session: what the office writes once to open it; whatever else stands there is a slip.

TOML, with local instants in the session's time zone. Every fault is reported at once, each with its line, its key, its
value and what to do; nothing is created while one stands.
"""

import tomllib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import resources
from typing import Any

from massicot.core.marks import Scale, ScaleImpossible
from massicot.core.refused import N_, Refused
from massicot.exams.rules import networks
from massicot.exams.rules.networks import EntryPlace
from massicot.exams.rules.routes import COPY_MODELS
from massicot.exams.rules.session_plan import (
    COPY_CENTS,
    COPY_PRICES,
    FILE_MONTHS,
    KEPT_MONTHS,
    MARKING_ENDS,
    MARKING_STARTS,
    MONTHS_KEPT,
    RESERVE_PERCENT,
    RESERVES,
    SCRIPTS,
    PaperPlan,
    RoutePlan,
    SessionPlan,
)
from massicot.exams.rules.sessions import RouteKind
from massicot.exams.rules.toml_file import YEARS, Section, SectionReader, parse_toml

SESSION_KEYS = {
    "code",
    "title",
    "authority",
    "office",
    "office_telephone",
    "office_address",
    "signatory",
    "reserve_percent",
    "results_on",
    "scripts_kept_months",
    "sheets_kept_months",
    "files_kept_months",
    "copy_price_cents",
    "year",
    "time_zone",
    "exam_centres",
    "entry_from",
}
PAPER_KEYS = {
    "code",
    "title",
    "starts_at",
    "ends_at",
    "despatch_hours",
    "marking_opens_on",
    "marking_closes_on",
    "marking_starts",
    "marking_ends",
    "agreement_at",
    "board_at",
    "entry_opens_at",
    "entry_closes_at",
    "return_by",
    "return_attention",
    "sheets_attention",
    "site_code",
    "scale",
    "control_totals",
    "batch_size",
    "batch_ceiling",
    "routes",
}
ROUTE_KEYS = {
    "steering_academies",
    "kind",
    "copy_model",
    "destination_uai",
    "destination_name",
    "attention",
    "effective_at",
    "reference",
}
SCALE_KEYS = {"lowest", "highest", "step", "digits"}


SESSION_CODE_LENGTH, PAPER_CODE_LENGTH, SITE_CODE_LENGTH = 20, 10, 10
ACADEMY_LENGTH, COPY_MODEL_LENGTH, REFERENCE_LENGTH = 60, 10, 100
TELEPHONE_LENGTH = 30
HOURS, DIGITS = (1, 1000), (1, 4)
"""Bounds of the despatch delay, and of the digits of a mark."""

TOTALS = ("required", "off")
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""A route without an effective instant was always in force."""

_MISSING = N_("is missing: write it in the session file")
_NOT_KIND = N_("is not a kind of route: write on-site, dematerialised or outside")
_TWICE = N_("stands twice: keep one")
_TWO_ROUTES = N_("gives {academy} a second route from the same instant: keep one")
_ACADEMY_LONG = N_("names an academy of more than {maximum} characters: shorten it")
_SCALE = N_("is no mark scale: give lowest, highest, step and digits that agree")
_CEILING = N_("is below batch_size: a batch may not be larger than its ceiling")
_DAY_ENDS_FIRST = N_("is not after marking_starts: put them in order")
_NOT_TOTALS = N_("is neither “required” nor “off”")
_NOT_PLACE = N_("is not a place: write anywhere, warned or centre")
_NOT_NETWORK = N_("holds something that is no network: write 195.83.90.0/24, for example")
_NO_NETWORKS = N_("asks where people type, but {centre} has no networks: write them in its [[centres]]")
_NOT_COPY_MODEL = N_("is no copy model: write EN (header to be cut) or CMEN (to be scanned)")
_NO_PAPER = N_("no paper: write at least one [[papers]]")


def shipped_example() -> str:
    """Read the example that comes with the program: the session of the notice."""
    return (resources.files("massicot.exams") / "examples" / "bts-2017.toml").read_text(encoding="utf-8")


def read_session(content: bytes, file_name: str) -> SessionPlan:
    """Read a session file that somebody sends; raise TableRefused with every fault in it, or ReaderNotStarted."""
    return plan_of(file_name, *parse_toml(content, file_name))


@cache
def shipped_plan() -> SessionPlan:
    """Read the example that comes with the program, which nobody sends."""
    text = shipped_example()
    return plan_of("bts-2017.toml", text, tomllib.loads(text))


def plan_of(file_name: str, text: str, values: dict[str, Any]) -> SessionPlan:
    """Make a plan of the text and the values of a session file; raise TableRefused with every fault."""
    reader = SectionReader(file_name, text)
    plan = _session(reader, Section("", 0, values))
    if reader.findings.faults:
        reader.findings.refuse()
    return plan


def _session(reader: SectionReader, file: Section) -> SessionPlan:
    section = reader.section(file, "session")
    reader.check_keys(file, {"session", "papers", "centres"})
    reader.check_keys(section, SESSION_KEYS)
    time_zone = reader.time_zone(section, "time_zone", "Europe/Paris")
    entry_from = EntryPlace(reader.choice(section, "entry_from", list(EntryPlace), _NOT_PLACE, EntryPlace.ANYWHERE))
    plan = SessionPlan(
        code=reader.code(section, "code", maximum=SESSION_CODE_LENGTH),
        title=reader.text(section, "title"),
        authority=reader.text(section, "authority", ""),
        year=reader.whole(section, "year", within=YEARS),
        time_zone=time_zone,
        papers=_papers(reader, file),
        centres=_centres(reader, file),
        exam_centres=reader.uais(section, "exam_centres"),
        entry_from=entry_from,
        networks=_networks(reader, file),
        office=reader.text(section, "office", ""),
        office_telephone=reader.text(section, "office_telephone", "", maximum=TELEPHONE_LENGTH),
        office_address=reader.text(section, "office_address", ""),
        signatory=reader.text(section, "signatory", ""),
        reserve_percent=reader.whole(section, "reserve_percent", RESERVE_PERCENT, within=RESERVES),
        results_on=reader.day(section, "results_on") if "results_on" in section.values else None,
        scripts_kept_months=reader.whole(section, "scripts_kept_months", KEPT_MONTHS, within=MONTHS_KEPT),
        sheets_kept_months=reader.whole(section, "sheets_kept_months", KEPT_MONTHS, within=MONTHS_KEPT),
        files_kept_months=reader.whole(section, "files_kept_months", KEPT_MONTHS, within=FILE_MONTHS),
        copy_price_cents=reader.whole(section, "copy_price_cents", COPY_CENTS, within=COPY_PRICES),
    )
    routes = [route for paper in plan.papers for route in paper.routes if route.kind is RouteKind.ON_SITE]
    silent = sorted({route.destination_uai for route in routes} - plan.networks.keys())
    if silent and plan.entry_from is not EntryPlace.ANYWHERE:
        reader.fault(section, "entry_from", _NO_NETWORKS, centre=", ".join(silent))
    return plan


def _papers(reader: SectionReader, file: Section) -> list[PaperPlan]:
    sections = reader.sections(file, "papers")
    if not sections and not file.values.get("papers"):
        reader.fault(file, "papers", _NO_PAPER)
    papers = [_paper(reader, section) for section in sections]
    _check_once(reader, sections, "code", [paper.code for paper in papers])
    return papers


def _paper(reader: SectionReader, section: Section) -> PaperPlan:
    reader.check_keys(section, PAPER_KEYS)
    starts, ends = _instants(reader, section, "starts_at", "ends_at")
    entry_opens, entry_closes = _instants(reader, section, "entry_opens_at", "entry_closes_at")
    opens_on = reader.day(section, "marking_opens_on")
    closes_on = reader.day(section, "marking_closes_on")
    reader.check_order(section, opens_on, closes_on, ("marking_opens_on", "marking_closes_on"))
    reader.check_order(section, starts.date(), opens_on, ("starts_at", "marking_opens_on"))
    reader.check_order(section, starts, entry_opens, ("starts_at", "entry_opens_at"))
    size, ceiling = _batches(reader, section)
    day_starts, day_ends = _day_of_marking(reader, section)
    return PaperPlan(
        code=reader.plain_code(section, "code", maximum=PAPER_CODE_LENGTH),
        title=reader.text(section, "title"),
        starts_at=starts,
        ends_at=ends,
        despatch_hours=reader.whole(section, "despatch_hours", 48, within=HOURS),
        marking_opens_on=opens_on,
        marking_closes_on=closes_on,
        entry_opens_at=entry_opens,
        entry_closes_at=entry_closes,
        site_code=reader.code(section, "site_code", maximum=SITE_CODE_LENGTH),
        scale=_scale(reader, section),
        are_totals_required=reader.choice(section, "control_totals", TOTALS, _NOT_TOTALS, "required") == "required",
        batch_size=size,
        batch_ceiling=ceiling,
        agreement_at=_meeting(reader, section, "agreement_at", starts),
        board_at=_meeting(reader, section, "board_at", starts),
        marking_starts=day_starts,
        marking_ends=day_ends,
        return_by=_return_by(reader, section, closes_on),
        return_attention=reader.text(section, "return_attention", ""),
        sheets_attention=reader.text(section, "sheets_attention", ""),
        routes=_routes(reader, section),
    )


def _instants(reader: SectionReader, section: Section, first: str, last: str) -> tuple[datetime, datetime]:
    before = reader.instant(section, first)
    after = reader.instant(section, last)
    reader.check_order(section, before, after, (first, last))
    return before, after


def _meeting(reader: SectionReader, section: Section, key: str, written_at: datetime) -> datetime | None:
    if key not in section.values:
        return None
    meeting = reader.instant(section, key)
    reader.check_order(section, written_at, meeting, ("starts_at", key))
    return meeting


def _return_by(reader: SectionReader, section: Section, closes_on: date) -> datetime | None:
    if "return_by" not in section.values:
        return None
    instant = reader.instant(section, "return_by")
    if instant.year >= YEARS[0]:  # it could be read; the day is that of the session, whatever zone it is written in
        day = instant.astimezone(reader.zone).date()
        reader.check_order(section, closes_on, day, ("marking_closes_on", "return_by"))
    return instant


def _day_of_marking(reader: SectionReader, section: Section) -> tuple[time, time]:
    starts = reader.hour(section, "marking_starts", MARKING_STARTS)
    ends = reader.hour(section, "marking_ends", MARKING_ENDS)
    if ends <= starts:
        reader.fault(section, "marking_ends", _DAY_ENDS_FIRST)
    return starts, ends


def _batches(reader: SectionReader, section: Section) -> tuple[int, int]:
    size = reader.whole(section, "batch_size", 50, within=SCRIPTS)
    ceiling = reader.whole(section, "batch_ceiling", 60, within=SCRIPTS)
    if ceiling < size:
        reader.fault(section, "batch_ceiling", _CEILING)
    return size, ceiling


def _scale(reader: SectionReader, paper: Section) -> Scale:
    section = reader.section(paper, "scale")
    reader.check_keys(section, SCALE_KEYS)
    try:
        return Scale(
            reader.hundredths(section, "lowest", 0),
            reader.hundredths(section, "highest", 20),
            reader.hundredths(section, "step", 1),
            reader.whole(section, "digits", 2, within=DIGITS),
        )
    except ScaleImpossible:
        reader.fault(paper, "scale", _SCALE)
        return Scale()


def _routes(reader: SectionReader, paper: Section) -> list[RoutePlan]:
    sections = reader.sections(paper, "routes")
    routes = [_route(reader, section) for section in sections]
    seen: set[tuple[str, datetime]] = set()
    for section, route in zip(sections, routes, strict=True):
        twice = []
        for academy in route.steering_academies:
            if (academy, route.effective_at) in seen:
                twice.append(academy)
            seen.add((academy, route.effective_at))
        if twice:
            reader.fault(section, "steering_academies", _TWO_ROUTES, academy=", ".join(dict.fromkeys(twice)))
    return routes


def _route(reader: SectionReader, section: Section) -> RoutePlan:
    reader.check_keys(section, ROUTE_KEYS)
    return RoutePlan(
        steering_academies=_academies(reader, section),
        kind=RouteKind(reader.choice(section, "kind", list(RouteKind), _NOT_KIND)),
        copy_model=reader.choice(section, "copy_model", COPY_MODELS, _NOT_COPY_MODEL),
        destination_uai=reader.uai(section, "destination_uai", ""),
        destination_name=reader.text(section, "destination_name"),
        attention=reader.text(section, "attention", ""),
        effective_at=reader.instant(section, "effective_at", ALWAYS),
        reference=reader.text(section, "reference", "", maximum=REFERENCE_LENGTH),
    )


def _academies(reader: SectionReader, section: Section) -> Sequence[str]:
    academies = reader.texts(section, "steering_academies")
    if not all(academies) or section.values.get("steering_academies", []) == []:
        reader.fault(section, "steering_academies", _MISSING)
    if any(len(academy) > ACADEMY_LENGTH for academy in academies):
        reader.fault(section, "steering_academies", _ACADEMY_LONG, maximum=ACADEMY_LENGTH)
    return academies


def _centres(reader: SectionReader, file: Section) -> dict[str, str]:
    sections = reader.sections(file, "centres")
    for section in sections:
        reader.check_keys(section, {"uai", "name", "networks"})
    uais = [reader.uai(section, "uai") for section in sections]
    _check_once(reader, sections, "uai", uais)
    return {uai: reader.text(section, "name") for uai, section in zip(uais, sections, strict=True)}


def _networks(reader: SectionReader, file: Section) -> dict[str, Sequence[str]]:
    by_centre: dict[str, Sequence[str]] = {}
    for section in reader.sections(file, "centres"):
        try:
            typed = networks.read_networks(" ".join(reader.texts(section, "networks")))
        except Refused:
            reader.fault(section, "networks", _NOT_NETWORK)
            continue
        if typed:
            by_centre[reader.uai(section, "uai")] = typed
    return by_centre


def _check_once(reader: SectionReader, sections: Sequence[Section], key: str, values: Sequence[str]) -> None:
    seen: set[str] = set()
    for section, value in zip(sections, values, strict=True):
        if value and value in seen:
            reader.fault(section, key, _TWICE)
        seen.add(value)
