"""Reads of towns: which border each other on a day, what their nights are, in which one an institution stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from massicot.exams import queries as exams
from massicot.expenses import models
from massicot.expenses.rules.first_towns import proposed_towns
from massicot.expenses.rules.nights import NightTown
from massicot.expenses.rules.town_places import TownUnknown
from massicot.expenses.rules.town_table import TownRow, row_on
from massicot.expenses.rules.towns import town_of
from massicot.markers import queries as markers
from massicot.missions import queries as missions

Town = models.Town
"""The row that pages are handed; the table itself is imported by this area only."""

TOWNS_SUBJECT = "towns"
"""How the journal names the towns: they are of no session."""

COMPUTED = Q(is_computed=True)
"""Towns that were computed, and that nobody vouches for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionPlaced:
    """One institution with the code of its town: confirmed, or proposed by its table or its coordinates."""

    uai: str
    name: str
    code: str
    confirmed_by: str
    is_of_table: bool


def town_rows() -> list[TownRow]:
    """List every row of the table, as a file would tell it."""
    return [row_of(town) for town in Town.objects.order_by("code", "since")]


def row_of(town: models.Town) -> TownRow:
    """Write one town as a file would tell it."""
    return TownRow(
        code=town.code,
        name=town.name,
        parent_code=town.parent_code,
        population=town.population,
        night_class=NightTown(town.night_class),
        borders=tuple(town.borders.split()),
        since=town.since,
        source=town.source,
    )


def borders_on(day: date) -> Mapping[str, set[str]]:
    """Map each town that a table tells on a day to those that border it; parts of towns are left out."""
    rows = Town.objects.filter(since__lte=day).order_by("since").values_list("code", "parent_code", "borders")
    last = {code: (parent, borders) for code, parent, borders in rows}
    return {
        code: {town_of(neighbour) for neighbour in borders.split()}
        for code, (parent, borders) in last.items()
        if not parent
    }


def night_class_on(day: date, code: str) -> NightTown:
    """Say what the nights of a town are on a day, of a part those of its town; raise TownUnknown."""
    row = row_on((row_of(town) for town in Town.objects.filter(code=town_of(code))), day)
    if row is None:
        raise TownUnknown(code=code)
    return night_class_on(day, row.parent_code) if row.parent_code else row.night_class


def parents_now() -> dict[str, str]:
    """Map each town of the table to the one that it is a part of by its last row; to nothing where it is whole."""
    return dict(Town.objects.order_by("since").values_list("code", "parent_code"))


def town_of_institution(uai: str) -> str:
    """Give the code of the town in which an institution stands, as the office confirmed it; empty before."""
    return towns_of_institutions([uai]).get(uai, "")


def towns_of_institutions(uais: Collection[str]) -> dict[str, str]:
    """Map those of some institutions whose town is confirmed to its code."""
    return dict(models.InstitutionTown.objects.filter(uai__in=uais).values_list("uai", "code"))


def count_towns() -> int:
    return Town.objects.values("code").distinct().count()


def town_names(codes: Collection[str] | None = None) -> dict[str, str]:
    """Map towns to their last name, some of them or all."""
    rows = Town.objects.all() if codes is None else Town.objects.filter(code__in=codes)
    return dict(rows.order_by("since").values_list("code", "name"))


def listed_towns() -> QuerySet[models.Town]:
    """Find every row of the table, for a list that the database sorts."""
    return Town.objects.order_by("name", "code", "since")


def institutions_at_work(today: date) -> list[InstitutionPlaced]:
    """List the institutions of the sessions at work, exam centres, places of missions, where people teach, by name."""
    sessions = [session.pk for session in exams.sessions_at_work()]
    uais = {uai for _, uai in exams.centres_named(sessions)} | missions.places_of_sessions(sessions)
    for session_id in sessions:
        uais |= markers.uais_of(session_id, today)
    return placed(uais)


def placed(uais: Collection[str]) -> list[InstitutionPlaced]:
    """List institutions with the towns in which they stand, or seem to, by name."""
    institutions = {row.uai: (row.name, row.insee_code) for row in exams.institutions_among(uais)}
    confirmed = {row.uai: row for row in models.InstitutionTown.objects.filter(uai__in=uais)}
    rows = [_placed(uai, *institutions.get(uai, (uai, "")), confirmed.get(uai)) for uai in uais]
    return sorted(rows, key=lambda row: (row.name, row.uai))


def without_town(today: date) -> Sequence[InstitutionPlaced]:
    """List the institutions of the sessions at work whose town nobody confirmed."""
    return [row for row in institutions_at_work(today) if not row.confirmed_by]


def _placed(uai: str, name: str, insee_code: str, confirmed: models.InstitutionTown | None) -> InstitutionPlaced:
    proposed = town_of(insee_code) or proposed_towns().get(uai, "")
    return InstitutionPlaced(
        uai=uai,
        name=name,
        code=confirmed.code if confirmed else proposed,
        confirmed_by=confirmed.confirmed_by if confirmed else "",
        is_of_table=bool(insee_code),
    )
