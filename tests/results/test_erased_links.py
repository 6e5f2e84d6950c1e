"""Who wrote a script goes with it: links and tokens of what is destroyed and of nothing else; who asks is told when."""

import pytest

from massicot.anonymity import queries as anonymity
from massicot.anonymity.models import Link
from massicot.candidates import queries as candidates
from massicot.results import queries, services
from massicot.results.rules import destruction as rules
from massicot.results.rules.access import Asker
from massicot.results.rules.decisions import NumbersLost
from massicot.results.rules.exports import ExportKind
from massicot.results.rules.lifting import Case
from massicot.scripts.models import Script
from massicot.shelves import queries as shelves
from tests import destroying
from tests.cast import CEDRES, KEY, MURIERS, ODILE, TYPING, candidate_number
from tests.destroying import CODE, DESTROYED
from tests.keeping import kept

pytestmark = pytest.mark.django_db

BY_ODILE = {"by": ODILE, "at": DESTROYED}


def entries(built):
    return {row.candidate_number: row for row in candidates.entry_rows(built.paper)}


def bound(built):
    """Map the entries of the paper to the numbers that the key still tells."""
    sealer = anonymity.sealer_of(built.paper, KEY)
    return anonymity.numbers_of_entries(sealer, [row.entry_id for row in entries(built).values()])


def tokens():
    return {number: bytes(token) for number, token in Script.objects.values_list("number", "pupil_token")}


def issue(built, row, *, seen=0, at=DESTROYED, reason=""):
    return services.issue_statement(paper=built.paper, row=row, reason=reason, seen=seen, key=KEY, by=ODILE, at=at)


def gone_and_spared(built):
    """Give the entry of a script that is destroyed, and of one that was left out."""
    [row] = shelves.certificates_of(built.paper)
    spared = set(shelves.spared_numbers(row))
    before = built.bound_before
    by_entry = {row.entry_id: row for row in entries(built).values()}
    left = bound(built)
    gone = next(by_entry[entry_id] for entry_id in before if entry_id not in left)
    kept_one = next(by_entry[entry_id] for entry_id, number in left.items() if number in spared)
    return gone, kept_one


def destroyed_world():
    """Draw up a statement of each candidate, then destroy the list."""
    built = destroying.signed()
    for row in entries(built).values():
        if row.entry_id in bound(built):
            issue(built, row, at=TYPING)
    built.bound_before, built.tokens_before = bound(built), tokens()
    destroying.destroy(built)
    return built


built = kept(destroyed_world)


def test_links_and_tokens_go_of_exactly_the_scripts_destroyed(built):
    [row] = shelves.certificates_of(built.paper)
    spared = set(shelves.spared_numbers(row))
    erased = {entry for entry in built.bound_before if entry not in bound(built)}
    gone = {built.bound_before[entry] for entry in erased}
    now = tokens()
    assert len(gone) == shelves.count_destroyed(built.paper)
    assert not gone & spared
    assert spared <= set(bound(built).values())
    assert {number for number, token in now.items() if token != built.tokens_before[number]} == gone
    assert {now[number] for number in gone} == {b""}


def test_a_number_that_is_destroyed_is_no_spare_one(built):
    sealer = anonymity.sealer_of(built.paper, KEY)
    for uai in (CEDRES, MURIERS):
        spares = set(anonymity.unused_spares(built.paper, uai, sealer))
        assert spares
        assert spares.isdisjoint(built.bound_before.values())


def test_a_statement_of_it_is_printed_again_and_drawn_up_no_more(built):
    gone, spared = gone_and_spared(built)
    with pytest.raises(rules.ScriptErased) as refused:
        issue(built, gone, seen=1, reason="Erreur")
    assert f"{CODE} (02/06/2018)" in str(refused.value.values["certificates"])
    [drawn] = queries.statements_of(built.paper, gone.entry_id)
    assert queries.statement_document(built.paper, gone, drawn, KEY).candidate_number == gone.candidate_number
    assert (
        queries.standing_mark(built.paper, spared, KEY)
        == queries.said_by(queries.statements_of(built.paper, spared.entry_id), KEY)[0]
    )
    assert queries.stale_statements(built.paper, KEY) == []


def test_its_mark_leaves_with_the_names_no_more(built):
    for kind in (ExportKind.MARKS, ExportKind.MARKS_TOTALS):
        with pytest.raises(rules.MarksErased) as refused:
            services.export_table(paper=built.paper, kind=kind, key=KEY, **BY_ODILE)
        assert refused.value.values["count"] == shelves.count_destroyed(built.paper)
        assert refused.value.values["day"] == f"{TYPING:%d/%m/%Y}"


def test_a_table_of_links_that_lost_more_than_was_destroyed_was_altered(built):
    spared = next(iter(bound(built)))
    Link.objects.filter(entry_index=anonymity.sealer_of(built.paper, KEY).entry_index(spared)).delete()
    with pytest.raises(NumbersLost):
        services.export_table(paper=built.paper, kind=ExportKind.MARKS, key=KEY, **BY_ODILE)


def test_whoever_disputes_afterwards_is_told_by_which_certificate(built):
    gone, spared = gone_and_spared(built)
    for row in (gone, spared):
        rank = next(rank for rank in range(1, 40) if candidate_number(rank) == row.candidate_number)
        destroying.dispute(built, rank, at=DESTROYED)
    asked = {"paper": built.paper, "asked_by": Asker.COURT, "key": KEY, **BY_ODILE}
    with pytest.raises(rules.ScriptErased):
        services.consult_script(row=gone, **asked)
    assert services.consult_script(row=spared, **asked).number in bound(built).values()


def test_nobody_lifts_one_that_is_destroyed(built):
    gone, _ = gone_and_spared(built)
    number = built.bound_before[gone.entry_id]
    with pytest.raises(rules.WriterErased) as refused:
        services.propose_script_lifting(
            paper=built.paper, number=number, case=Case.FRAUD, reason="Fraude", key=KEY, **BY_ODILE
        )
    assert refused.value.values["certificate"] == CODE
