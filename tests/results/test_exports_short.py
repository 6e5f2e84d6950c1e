"""Tables out of a paper of which batches lack a script: the ladder recomputed from them alone, and MQ."""

import pytest

from massicot.results import queries, rules, services
from massicot.results.rules.exports import ExportKind
from tests import later_world, world
from tests.cast import ODILE, TYPING
from tests.results.test_exports import recomputed, rows_of
from tests.short_batches import handed_out_short

pytestmark = pytest.mark.django_db


def test_batches_that_lack_a_script_are_recomputed_from_the_exports_too():
    built = later_world.locked(handed_out_short(world.batched()))
    for gap in queries.ladder(built.paper).open_gaps:
        said = {"decision": rules.Decision.ACCEPTED, "reason": "Introuvable.", "by": ODILE, "at": TYPING}
        services.decide_gap(paper=built.paper, key=gap.key, seen=gap.figures, **said)
    later_world.lift(built)
    tables = {kind.value: rows_of(built, kind) for kind in ExportKind}
    rungs = {rung.name: (rung.expected, rung.found) for rung in queries.ladder(built.paper).rungs}
    assert recomputed(tables) == rungs
    assert rungs["in batches"] == (12, 10)
    assert [row["code"] for row in tables["marks"]].count("MQ") == 1
