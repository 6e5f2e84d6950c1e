"""What an import would do, written down and read again."""

import tracemalloc

from massicot.core.tables import Fault, because, report
from massicot.core.tables.faults import FaultList
from massicot.core.tables.outcomes import Change, Outcome

LATE = Fault("c.csv", 3, "uai_centre", "9900001W", because("Too late for {paper}.", paper="CGE"))


def read_again(told, fetched=None):
    parts = dict(report.pack(told))

    def get(name):
        if fetched is not None:
            fetched.append(name)
        return parts[name]

    return report.read(get)


def test_a_page_of_two_hundred_thousand_new_lines_reads_one_part_of_them():
    keys = [f"{rank:06d}" for rank in range(4_500)]
    fetched = []
    again = read_again(report.report_of(Outcome(keys, [], 0), [], {"002000": "QUETSCHE Ana"}), fetched)
    assert (len(again.new), list(again.new[1_990:2_010])) == (4_500, keys[1_990:2_010])
    assert (fetched, again.names) == (["report", "new-1", "new-2"], {"002000": "QUETSCHE Ana"})
    assert (again.new[-1], list(again.new)) == (keys[-1], keys)


def test_whoever_reads_all_new_lines_holds_the_names_of_one_part_of_them():
    names = {f"{rank:06d}": f"QUETSCHE {rank}" for rank in range(2_500)}
    again = read_again(report.report_of(Outcome([*names], [], 0), [], names))
    assert [again.names[key] for key in again.new] == [*names.values()]
    assert len(again.names) <= report.PART


def test_a_page_of_a_million_faults_reads_one_part_of_them_and_a_file_each_once():
    late = FaultList("c.csv")
    for line in range(2, 4_502):
        late.add(line, "uai_centre", "9900001W", LATE.reason)
    fetched = []
    again = read_again(report.report_of_faults(late, late), fetched)
    assert ([fault.line for fault in again.faults[:500]], len(again.warnings)) == (list(range(2, 502)), 4_500)
    assert fetched == ["report", "faults-0"]
    assert [fault.line for fault in again.warnings] == list(range(2, 4_502))
    assert fetched[2:] == [f"warnings-{part}" for part in range(5)]


def test_faults_take_forty_bytes_each_beside_what_they_quote():
    tracemalloc.start()
    late = FaultList("c.csv")
    for line in range(100_000):
        late.add(line, "uai_centre", "9900001W", LATE.reason)
    assert tracemalloc.get_traced_memory()[0] < 40 * 100_000
    tracemalloc.stop()


def test_faults_are_put_in_the_order_of_their_lines_and_those_of_a_line_stay_as_they_were():
    late = FaultList("c.csv")
    for line, column in ((7, "b"), (3, "a"), (7, "a"), (2, "z")):
        late.add(line, column, "", LATE.reason)
    assert [fault[1:3] for fault in late.put_in_order()] == [(2, "z"), (3, "a"), (7, "b"), (7, "a")]
    assert late[-1].column == "a"


def test_a_report_read_again_says_the_same():
    outcome = Outcome(["021"], [Change("022", {"salle": ("A1", "B2"), "place": ("", "3")})], 5)
    told = report.report_of(outcome, [LATE], {"021": "QUETSCHE Ana", "022": "PRUNE Ida"})
    again = read_again(told)
    assert dict(report.pack(again)) == dict(report.pack(told))
    assert (len(again.new), again.changed_lines, len(again.changed), again.same) == (1, 1, 2, 5)
    assert again.names == {"021": "QUETSCHE Ana"}
    assert (again.changed[0].before, again.changed[0].after) == ("A1", "B2")


def test_a_fault_is_told_in_the_language_of_who_reads_it():
    again = read_again(report.report_of_faults([LATE], ()))
    assert again.faults[0].text_in(lambda sentence: sentence.replace("Too late for", "Trop tard pour")) == (
        "Trop tard pour CGE."
    )
    assert (again.faults[0].line, again.faults[0].column, again.faults[0].value) == (3, "uai_centre", "9900001W")
