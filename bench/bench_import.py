"""Import of 200,000 candidates with every check: at most 5 × (csv.DictReader + raw insert of the same rows)."""

import csv
import io

import ground
import sized

ground.set_up()

from datetime import UTC, datetime

from django.db import connection, transaction

from massicot.anonymity import services as anonymity
from massicot.audit.models import JournalHead, JournalLine
from massicot.candidates.models import Candidate, Entry, RollCell
from massicot.candidates.rules.candidate_table import read_candidates
from massicot.core import draws
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.rules.institution_table import read_institutions
from massicot.exams.rules.session_file import shipped_plan
from massicot.exams.rules.specialty_table import read_specialties
from massicot.rehearsal import tables, world
from massicot.rehearsal.tables import RehearsalSize
from massicot.store.writes import insert_rows

CANDIDATES = sized.number(200_000, smoke=2_000)
AT = datetime(2017, 4, 25, tzinfo=UTC)

draw = draws.from_seed(1)
offer = tables.invent_offer(RehearsalSize(1_000, 80, CANDIDATES, 10, 5), draw)
content = tables.invent_tables(offer, CANDIDATES, 10, AT.date(), draw).candidates
world.appoint_office(AT)
session = exam_acts.create_session(plan=shipped_plan(), is_rehearsal=True, by=world.CASEWORKER, at=AT)
exam_acts.import_institutions(
    session=session, table=read_institutions(offer.institutions, "i.csv"), by=world.CASEWORKER, at=AT
)
exam_acts.import_specialties(
    session=session, table=read_specialties(offer.specialties, "s.csv"), by=world.CASEWORKER, at=AT
)


def empty() -> None:
    with connection.cursor() as cursor:
        for model in (RollCell, Entry, Candidate, JournalLine, JournalHead):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


def floor() -> None:
    """Read the file as dictionaries, and insert the rows that ours wrote into the same tables, unchecked."""
    empty()
    with transaction.atomic():
        list(csv.DictReader(io.StringIO(content.decode()), delimiter=";"))
        for model, rows in written:
            insert_rows(model, ground.columns_of(model), rows)


def ours() -> None:
    empty()
    table = read_candidates(
        content,
        "candidates.csv",
        centres=exams.exam_centre_uais(session),
        specialties=exams.specialty_labels(session.pk).keys(),
        papers=["CGE"],
    )
    anonymity.import_candidates(session=session, table=table, key=None, by=world.CASEWORKER, at=AT)


before = ground.peak_mb()
ours()
peak = ground.peak_mb()
print(
    f"import, {CANDIDATES} candidates, {connection.vendor}: peak memory {peak} MB (at most 500; {before} before)",
    flush=True,
)
sized.bind("memory: over its bound", is_kept=peak <= 500)
written = [(model, list(model.objects.values_list(*ground.columns_of(model)))) for model in (Candidate, Entry)]
assert [len(rows) for _, rows in written] == [CANDIDATES, CANDIDATES]
seconds = ground.interleaved(floor, ours, rounds=3)
ground.tell(f"import, {CANDIDATES} candidates, {connection.vendor}", *seconds, at_most=5)
sized.end()
