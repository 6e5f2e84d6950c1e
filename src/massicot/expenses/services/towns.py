"""Acts on towns: a table of them imported, the town of an institution confirmed by a person of the office."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.tables import Table
from massicot.core.tables.outcomes import Outcome, check_erased, compare_rows, count_erased
from massicot.exams.queries import institutions
from massicot.exams.services.institutions import TableImported
from massicot.expenses.models import InstitutionTown, Town
from massicot.expenses.queries import towns as queries
from massicot.expenses.rules import first_towns, town_places, town_table
from massicot.expenses.rules.town_table import TownRow, TownTable
from massicot.store.writes import hold_table

_KEY = "key"


@transaction.atomic
def import_towns(*, table: TownTable, emptied: Collection[str] = (), by: Actor, at: datetime) -> Outcome:
    """Import a table of towns: rows of a new day added, known ones put right, the others left alone.

    A column that is not in the file leaves every value. Raise ValuesErased with the columns whose values would be taken
    away and that are not `emptied`.
    """
    hold_table(Town)
    outcome = preview_towns(table)
    erased = count_erased(outcome.changed, town_table.COLUMNS)
    check_erased(erased, emptied)
    _write(table, outcome)
    fact = TableImported(
        kind="towns",
        new=len(outcome.new),
        changed=len(outcome.changed),
        same=outcome.same,
        file_sha256=table.sha256,
        erased=erased,
    )
    audit.record(subject=queries.TOWNS_SUBJECT, fact=fact, by=by, at=at)
    return outcome


@transaction.atomic
def import_first_towns(*, by: Actor, at: datetime) -> Outcome:
    """Import the edition that the package brings into a table that has no town; raise NotFromOffice or TownsThere.

    Over a table it would put back what an office has corrected since.
    """
    accounts.check_office(by.login)
    hold_table(Town)
    if queries.count_towns():
        raise town_places.TownsThere
    table = town_table.read_towns(first_towns.first_towns(), first_towns.FILE_NAME)
    return import_towns(table=table, by=by, at=at)


def preview_towns(table: TownTable) -> Outcome:
    """Tell what importing a table of towns would do, without writing."""
    stored = queries.town_rows()
    rows = {row.key: {_KEY: row.key, **row._asdict()} for row in stored}
    outcome = compare_rows(_KEY, rows, _values(table), town_table.COLUMN_OF)
    return replace(outcome, warnings=[*table.warnings, *town_table.doubt_neighbours(table, stored)])


def _values(table: Table[Any]) -> list[dict[str, Any]]:
    return [{_KEY: row.key, **table.values_of(row, town_table.COLUMN_OF)} for row in table.rows]


def _write(table: TownTable, outcome: Outcome) -> None:
    rows: Mapping[str, TownRow] = {row.key: row for row in table.rows}
    Town.objects.bulk_create(Town(**_fields(table, rows[key])) for key in outcome.new)
    for change in outcome.changed:
        row = rows[change.key]
        Town.objects.filter(code=row.code, since=row.since).update(**_fields(table, row))


def _fields(table: TownTable, row: TownRow) -> dict[str, Any]:
    values = table.values_of(row, town_table.COLUMN_OF) | {"is_computed": row.is_computed}
    return values | ({"borders": " ".join(row.borders)} if "borders" in values else {})


@transaction.atomic
def name_town_of_institution(*, uai: str, code: str, by: Actor, at: datetime) -> InstitutionTown:
    """Confirm in which town an institution stands, for the first time or after a correction.

    Raise NotFromOffice, InstitutionUnknown or TownUnknown.
    """
    accounts.check_office(by.login)
    institutions.check_known(uai)
    town = town_places.whole_town(code, queries.parents_now())
    before = queries.town_of_institution(uai)
    row, _ = InstitutionTown.objects.update_or_create(
        uai=uai, defaults={"code": town, "confirmed_at": at, "confirmed_by": by.login}
    )
    fact = town_places.InstitutionTownNamed(uai=uai, code=town, before=before)
    audit.record(subject=queries.TOWNS_SUBJECT, fact=fact, by=by, at=at)
    return row


@transaction.atomic
def confirm_towns_of_institutions(*, codes: Mapping[str, str], by: Actor, at: datetime) -> int:
    """Confirm the towns proposed for several institutions, by UAI; give how many.

    Raise NotFromOffice, InstitutionUnknown, TownUnknown, or TownsConfirmed where somebody confirmed one meanwhile.
    """
    accounts.check_office(by.login)
    hold_table(InstitutionTown)
    if done := queries.towns_of_institutions(codes):
        raise town_places.TownsConfirmed(uais=", ".join(sorted(done)))
    parents = queries.parents_now()
    for uai in codes:
        institutions.check_known(uai)
    towns = {uai: town_places.whole_town(code, parents) for uai, code in sorted(codes.items())}
    InstitutionTown.objects.bulk_create(
        InstitutionTown(uai=uai, code=town, confirmed_at=at, confirmed_by=by.login) for uai, town in towns.items()
    )
    fact = town_places.InstitutionTownsConfirmed(towns)
    audit.record(subject=queries.TOWNS_SUBJECT, fact=fact, by=by, at=at)
    return len(towns)
