"""Each wall falls when it is broken: a copy of the program gets one offending line, and the check must name it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import contracts, walls
from tests.architecture.relations import BEHIND_THE_WALL
from tests.architecture.sources import PACKAGE, Module, areas
from tests.architecture.walls import WALLS, Wall

CONTRACTS = contracts.contracts()
BEHIND = sorted(BEHIND_THE_WALL)
WALLED = [name.removeprefix("massicot.") for name in CONTRACTS["identity-wall"]["source_modules"]]

BREAKS: list[tuple[str, str, str]] = [
    ("layers", "audit/apps.py", "from massicot.marks import rules"),
    ("layers", "core/refused.py", "from massicot.documents import french"),
    ("layers", "documents/french.py", "from massicot.store import swap"),
    ("layers", "web/apps.py", "from massicot.commands import line"),
    ("layers", "stray/__init__.py", ""),
    ("area-files", "batches/models.py", "from massicot.batches import queries"),
    ("area-files", "batches/queries.py", "from massicot.batches import services"),
    ("area-files", "scripts/rules.py", "from massicot.scripts import models"),
    ("area-files", "batches/leftovers.py", ""),
    ("no-django", "core/refused.py", "from django.utils.translation import gettext"),
    ("no-django", "documents/french.py", "import django"),
    ("no-django", "scripts/rules.py", "from django.db import models"),
    ("desks", "web/portal/apps.py", "from massicot.web.office import apps"),
    ("desks", "web/shared/apps.py", "from massicot.web.portal import apps"),
    ("desks", "web/stray/__init__.py", ""),
    ("office-subjects", "web/office/ladder/lines.py", "from massicot.web.office.home import boards"),
    ("office-subjects", "web/office/batches/shown.py", "from massicot.web.office.lifting import forms"),
    ("office-subjects", "web/office/keys.py", "from massicot.web.office.jobs import shown"),
    ("office-subjects", "web/office/stray/__init__.py", ""),
    ("exam-centre-subjects", "web/examcentre/rooms/forms.py", "from massicot.web.examcentre.checks import forms"),
    ("exam-centre-subjects", "web/examcentre/day/forms.py", "from massicot.web.examcentre.strips import forms"),
    ("exam-centre-subjects", "web/examcentre/stray/__init__.py", ""),
    (
        "marking-centre-subjects",
        "web/markingcentre/parcels/views.py",
        "from massicot.web.markingcentre.reception import forms",
    ),
    ("marking-centre-subjects", "web/markingcentre/where.py", "from massicot.web.markingcentre.evening import tasks"),
    ("marking-centre-subjects", "web/markingcentre/access.py", "from massicot.web.markingcentre import missing"),
    ("marking-centre-subjects", "web/markingcentre/stray/__init__.py", ""),
    ("no-models-outside-areas", "web/shared/apps.py", "from massicot.exams.models import Paper"),
    ("no-models-outside-areas", "commands/line.py", "from massicot.marks import models"),
    ("no-cycles", "core/tables/faults.py", "from massicot.core.tables import reading"),
    *[
        ("identity-wall", f"{room.replace('.', '/')}/apps.py", f"import massicot.{BEHIND[i % len(BEHIND)]}.queries")
        for i, room in enumerate(WALLED)
    ],
    ("staff-desks-know-no-candidate", "web/school/tasks.py", "from massicot.candidates import queries"),
    ("staff-desks-know-no-candidate", "web/school/views.py", "from massicot.results import queries"),
    ("staff-desks-know-no-script", "web/school/tasks.py", "from massicot.batches import queries"),
    ("staff-desks-know-no-script", "web/school/views.py", "from massicot.marks.rules import BatchStanding"),
    ("reports-know-no-number", "roomreports/apps.py", "from massicot.scripts import queries"),
    *[(f"models-of-{area}", "config/urls.py", f"from massicot.{area} import models") for area in sorted(areas())],
]

FAULTS: dict[Wall, list[tuple[str, str]]] = {
    walls.relations_across_areas_are_hidden: [
        ("scripts/models.py", "paper = models.ForeignKey('exams.Paper', related_name='scripts')"),
        ("scripts/models.py", "paper = models.ForeignKey(Paper, related_name='+')"),
        ("scripts/models.py", "paper = models.OneToOneField('exams.Paper')"),
    ],
    walls.look_ups_do_not_spell_hidden_relations: [
        ("scripts/queries.py", "found = Script.objects.filter(**{'paper__+__surname': 1})"),
    ],
    walls.nothing_is_imported_by_its_name: [
        ("scripts/queries.py", "entry = apps.get_model('candidates', 'Entry')"),
        ("scripts/queries.py", "from importlib import import_module"),
        ("scripts/queries.py", "import importlib\nimportlib.import_module('x')"),
        ("scripts/queries.py", "from django.utils.module_loading import import_string"),
    ],
    walls.raw_sql_stays_in_store: [
        ("scripts/queries.py", "rows = connection.cursor()"),
        ("scripts/queries.py", "rows = Script.objects.raw('select 1')"),
        ("scripts/queries.py", "rows = Script.objects.extra(where=['1'])"),
        ("scripts/queries.py", "rows = expressions.RawSQL('select 1', ())"),
    ],
    walls.tables_are_queried_by_their_area: [
        ("batches/queries.py", "found = Paper.objects.get()"),
        ("batches/queries.py", "found = exams.Paper.objects.get()"),
    ],
    walls.the_web_asks_in_the_words_of_areas: [
        ("web/office/apps.py", "from django.db.models import Q"),
        ("web/portal/apps.py", "from django.db.models import Case as Choice"),
        ("web/shared/pages.py", "from django.db import models\nis_packed = models.Exists(parcels)"),
        ("web/shared/pages.py", "from django.db.models.expressions import OuterRef, When"),
    ],
    walls.there_is_no_admin: [
        ("config/settings.py", "INSTALLED_APPS.append('django.contrib.admin')"),
        ("scripts/apps.py", "from django.contrib import admin"),
    ],
    walls.there_are_no_signals: [
        ("scripts/apps.py", "from django.db.models.signals import post_save"),
        ("scripts/apps.py", "from django.db.models import signals"),
        ("scripts/apps.py", "from django.dispatch import receiver"),
    ],
    walls.nothing_is_ordered_by_default: [
        ("scripts/models.py", "class Pile:\n    class Meta:\n        ordering = ('pk',)"),
    ],
    walls.the_clock_is_read_at_the_edge: [
        ("scripts/services.py", "at = timezone.now()"),
        ("scripts/services.py", "at = datetime.datetime.now(UTC)"),
        ("scripts/services.py", "on = date.today()"),
        ("scripts/services.py", "at = time.time()"),
        ("scripts/models.py", "at = models.DateTimeField(default=timezone.now)"),
        ("scripts/models.py", "at = models.DateTimeField(auto_now_add=True)"),
        ("scripts/services.py", "at = functions.Now()"),
    ],
    walls.models_hold_no_logic: [
        ("scripts/models.py", "class Pile:\n    def save(self): ..."),
        ("scripts/models.py", "class Pile:\n    def clean(self): ..."),
    ],
    walls.names_say_what_things_are: [
        ("scripts/rules.py", "def do_count(): ..."),
        ("scripts/rules.py", "class ScriptManager: ..."),
        ("scripts/rules.py", "class CountingService: ..."),
        ("scripts/utils.py", ""),
    ],
    walls.imports_stand_at_the_top: [
        ("scripts/rules.py", "def count():\n    import math"),
    ],
    walls.the_key_is_reached_by_one_door: [
        ("scripts/queries.py", "path = settings.MASSICOT_ANONYMITY_KEY_FILE"),
        ("scripts/queries.py", "from massicot.core.keys import read_key_file"),
    ],
    walls.rules_open_with_a_paragraph: [
        ("scripts/rules/counting.py", "COUNT = 1"),
    ],
    walls.what_is_called_stands_on_a_line_of_its_own: [
        ("scripts/rules.py", "first, last = min(COUNTS), max(COUNTS)"),
        ("scripts/rules.py", "first, last = COUNTS.first, codes.tidy(COUNTS.last)"),
    ],
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program, to break."""
    source = tmp_path_factory.mktemp("source")
    shutil.copytree(PACKAGE, source / "massicot", ignore=lambda _, names: [n for n in names if _is_left_out(n)])
    return source


def _is_left_out(name: str) -> bool:
    return "." in name and not name.endswith(".py")


@pytest.fixture
def broken(request: pytest.FixtureRequest, copy: Path) -> Iterator[Path]:
    """The copy with one offending line, taken out again afterwards."""
    where, line = request.param
    file = copy / "massicot" / where
    before = file.read_bytes() if file.exists() else None
    is_new_folder = not file.parent.exists()
    file.parent.mkdir(exist_ok=True)
    file.write_bytes((before or b"") + f"\n{line}\n".encode())
    yield file
    file.unlink() if before is None else file.write_bytes(before)
    if is_new_folder:
        file.parent.rmdir()


@pytest.mark.proof
@pytest.mark.parametrize(
    ("contract", "broken"),
    [(contract, (where, line)) for contract, where, line in BREAKS],
    ids=[f"{contract}: {where}: {line}" for contract, where, line in BREAKS],
    indirect=["broken"],
)
def test_a_contract_falls(contract: str, broken: Path, copy: Path) -> None:
    assert contracts.broken_contracts(copy, contract, known=copy / "imports") == {CONTRACTS[contract]["name"]}


@pytest.mark.parametrize(
    ("wall", "broken"),
    [(wall, fault) for wall, faults in FAULTS.items() for fault in faults],
    ids=[f"{wall.__name__}: {line}" for wall, faults in FAULTS.items() for _, line in faults],
    indirect=["broken"],
)
def test_a_wall_falls(wall: Wall, broken: Path, copy: Path) -> None:
    assert wall([Module(broken, copy / "massicot")]) != []


def test_every_contract_and_every_wall_is_seen_to_fall() -> None:
    assert {contract for contract, _, _ in BREAKS} == set(CONTRACTS)
    assert set(FAULTS) == set(WALLS)
