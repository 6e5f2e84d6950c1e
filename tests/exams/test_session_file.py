"""The session file: the shipped example reads, and every fault is told with its line, its key and its value."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.commands.session import example
from massicot.core.marks import Scale
from massicot.core.tables import Findings, TableRefused
from massicot.exams.rules import RouteKind, session_file, toml_file
from massicot.exams.rules.session_file import read_session
from tests.core.unparted import Unparted

EXAMPLE = example()
LINES = EXAMPLE.split("\n")
KEYS = [number for number, line in enumerate(LINES, 1) if " = " in line and not line.startswith("#")]


def plan_of(text):
    values = toml_file.values_told(Unparted("toml_nodes", text.encode()), Findings("s.toml"))
    return session_file.plan_of("s.toml", text, values)


def faults_of(text):
    with pytest.raises(TableRefused) as refusal:
        plan_of(text)
    return [str(fault) for fault in refusal.value.faults]


def lines_refused(text):
    """List the lines with a fault; none when the file stands."""
    try:
        plan_of(text)
    except TableRefused as refusal:
        return [fault.line for fault in refusal.faults]
    return []


def line_with(start):
    return next(number for number, line in enumerate(LINES, 1) if line.startswith(start))


def with_line(start, *lines):
    """Give the example with its first line that begins so replaced."""
    number = line_with(start)
    return "\n".join([*LINES[: number - 1], *lines, *LINES[number:]])


def test_the_shipped_example_is_the_session_of_the_notice():
    plan = plan_of(EXAMPLE)
    (paper,) = plan.papers
    assert (plan.code, plan.year, plan.time_zone, paper.code, paper.site_code) == (
        "BTS-2017", 2017, "Europe/Paris", "CGE", "A02",
    )  # fmt: skip
    assert paper.starts_at == datetime(2017, 5, 10, 12, tzinfo=UTC)
    assert paper.ends_at == datetime(2017, 5, 10, 16, tzinfo=UTC)
    assert (paper.marking_opens_on, paper.marking_closes_on) == (date(2017, 5, 31), date(2017, 6, 2))
    assert paper.entry_closes_at == datetime(2017, 6, 7, 15, tzinfo=UTC)
    assert (paper.despatch_hours, paper.scale, paper.batch_size, paper.batch_ceiling) == (48, Scale(), 50, 60)
    assert (paper.are_totals_required, plan.centres) == (True, {"0130053M": "Lycée Jean Perrin"})


def test_the_example_says_what_convocations_say():
    plan = plan_of(EXAMPLE)
    (paper,) = plan.papers
    assert paper.agreement_at == datetime(2017, 5, 31, 7, tzinfo=UTC)
    assert paper.board_at == datetime(2017, 6, 1, 9, tzinfo=UTC)
    assert (paper.marking_starts, paper.marking_ends) == (time(9), time(17))
    assert (plan.reserve_percent, plan.signatory) == (10, "Le chef de la division des examens et concours")


def test_a_session_says_when_its_results_are_out_and_how_long_scripts_are_kept():
    plan = plan_of(EXAMPLE)
    assert (plan.results_on, plan.scripts_kept_months, plan.copy_price_cents) == (None, 12, 18)
    said = plan_of(EXAMPLE.replace("# results_on", "results_on"))
    assert said.results_on == date(2017, 7, 6)


def test_the_example_says_when_and_to_whom_what_is_marked_comes_back():
    (paper,) = plan_of(EXAMPLE).papers
    assert paper.return_by == datetime(2017, 6, 9, 15, tzinfo=UTC)
    assert paper.return_attention == "Bureau des BTS – réception des copies"
    assert paper.sheets_attention == "Bureau des BTS – suivi des notes"


def test_a_session_file_may_leave_the_return_out():
    kept = [line for line in LINES if not line.startswith(("return_", "sheets_attention"))]
    (paper,) = plan_of("\n".join(kept)).papers
    assert (paper.return_by, paper.return_attention, paper.sheets_attention) == (None, "", "")


@pytest.mark.parametrize("written", ["2017-06-02T00:00:00", "2017-06-01T12:00:00-11:00"])
def test_scripts_may_come_back_on_the_last_day_of_marking_by_the_clock_of_the_session(written):
    assert lines_refused(with_line("return_by", f"return_by = {written}")) == []


def test_a_session_file_may_leave_the_meetings_out():
    kept = [
        line for line in LINES if not line.startswith(("agreement_at", "board_at", "marking_starts", "marking_ends"))
    ]
    (paper,) = plan_of("\n".join(kept)).papers
    assert (paper.agreement_at, paper.board_at, paper.marking_starts, paper.marking_ends) == (
        None,
        None,
        time(9),
        time(17),
    )


def test_the_routes_of_the_example_are_those_of_the_notice():
    routes = plan_of(EXAMPLE).papers[0].routes
    assert [(route.kind, list(route.steering_academies), route.destination_uai) for route in routes] == [
        (RouteKind.ON_SITE, ["Aix-Marseille"], "0130053M"),
        (RouteKind.DEMATERIALISED, ["Bordeaux", "Toulouse", "Montpellier"], "0130053M"),
        (RouteKind.OUTSIDE, ["Nice"], ""),
    ]


@pytest.mark.parametrize(
    ("start", "written", "told"),
    [
        ("ends_at", "2017-05-10T13:59:59", "papers.ends_at: {}: comes before starts_at: put them in order"),
        ("ends_at", "2017-05-10T14:00:00", "papers.ends_at: {}: is the same instant as starts_at"),
        ("ends_at", "2017-05-10T18:00:00+14:00", "papers.ends_at: {}: comes before starts_at"),
        ("marking_opens_on", "2017-05-09", "papers.marking_opens_on: {}: comes before starts_at"),
        ("entry_opens_at", "2017-05-10T13:00:00", "papers.entry_opens_at: {}: comes before starts_at"),
        ("copy_model", '"DIN-A4"', "papers.routes.copy_model: {}: is no copy model: write EN"),
        ("marking_closes_on", "2017-05-30", "papers.marking_closes_on: {}: comes before marking_opens_on"),
        ("entry_closes_at", "2017-05-31T23:00:00", "papers.entry_closes_at: {}: comes before entry_opens_at"),
        ("starts_at", "2017-05-10", "papers.starts_at: {}: is not a date and time: write it as"),
        ("starts_at", "0201-05-10T14:00:00", "papers.starts_at: {}: is not between 2000 and 2100: check the year"),
        ("marking_opens_on", "2017-05-31T08:00:00", "papers.marking_opens_on: {}: is not a date: write it as"),
        ("year", '"2017"', "session.year: {}: is not a whole number"),
        ("year", "20170", "session.year: {}: is not within 2000 and 2100"),
        ("year", "true", "session.year: {}: is not a whole number"),
        ("title", "2017", "session.title: {}: is not a text: put it between quotes"),
        ("title", '"' + "t" * 201 + '"', "session.title: {}: has 201 characters: shorten it to 200 at most"),
        ("title", r'"deux\nlignes"', "session.title: {}: holds a sign that cannot be seen"),
        ("code", '"BTS 2017"', "session.code: {}: is not a code: write letters, digits and dashes, 20 at most"),
        ("code", '"BTS/2017"', "session.code: {}: is not a code: write letters, digits and dashes, 20 at most"),
        ("code", '"BTS.2017"', "session.code: {}: is not a code"),
        ("code", '"BTS-2017-"', "session.code: {}: is not a code"),
        ("code", '"ÉTÉ-2017"', "session.code: {}: is not a code"),
        ("code", '"' + "B" * 21 + '"', "session.code: {}: is not a code"),
        ("code", '"BTS.2017"', "session.code: {}: is not a code: write letters, digits and dashes, 20 at most"),
        ("time_zone", '"Europe"', "session.time_zone: {}: is not a time zone: write it as Europe/Paris"),
        ("time_zone", '""', "session.time_zone: {}: is not a time zone"),
        ("time_zone", "2", "session.time_zone: {}: is not a time zone"),
        ("exam_centres", '["0130053M", "x"]', "session.exam_centres: {}: is not a UAI: seven digits and a letter"),
        ("exam_centres", '"0130053M"', "session.exam_centres: {}: is not a list: put it between square brackets"),
        ("site_code", '"A-very-long-code"', "papers.site_code: {}: is not a code"),
        ("marking_ends", "09:00:00", "papers.marking_ends: {}: is not after marking_starts: put them in order"),
        ("marking_starts", '"9 h"', "papers.marking_starts: {}: is not an hour: write it as 09:00:00"),
        ("agreement_at", "2017-05-10T13:00:00", "papers.agreement_at: {}: comes before starts_at"),
        ("board_at", "2017-06-01", "papers.board_at: {}: is not a date and time: write it as"),
        ("return_by", "2017-06-01T23:59:59", "papers.return_by: {}: comes before marking_closes_on: put them in order"),
        ("return_by", "2017-06-02T00:30:00+14:00", "papers.return_by: {}: comes before marking_closes_on"),
        ("return_by", "2017-06-09", "papers.return_by: {}: is not a date and time: write it as"),
        ("return_by", "0201-06-09T17:00:00", "papers.return_by: {}: is not between 2000 and 2100: check the year"),
        ("return_attention", "5", "papers.return_attention: {}: is not a text: put it between quotes"),
        ("sheets_attention", '"' + "b" * 201 + '"', "papers.sheets_attention: {}: has 201 characters: shorten it"),
        ("reserve_percent", "101", "session.reserve_percent: {}: is not within 0 and 100"),
        ("scripts_kept_months", "0", "session.scripts_kept_months: {}: is not within 1 and 120"),
        ("copy_price_cents", "1001", "session.copy_price_cents: {}: is not within 0 and 1000"),
        ("batch_size", "0", "papers.batch_size: {}: is not within 1 and 1000"),
        ("batch_ceiling", "49", "papers.batch_ceiling: {}: is below batch_size"),
        ("control_totals", '"perhaps"', "papers.control_totals: {}: is neither “required” nor “off”"),
        ("scale", '"0 to 20"', "papers.scale: {}: is not a table: write its keys under [papers.scale]"),
        ("scale", "{ highest = 100 }", "papers.scale: {}: is no mark scale"),
        ("scale", "{ highest = inf }", "papers.scale.highest: inf: is not a number, of two decimals at most"),
        ("scale", "{ step = 0.005 }", "papers.scale.step: 0.005: is not a number, of two decimals at most"),
        ("scale", "{ digits = 9 }", "papers.scale.digits: 9: is not within 1 and 4"),
        ("kind", '"by-hand"', "papers.routes.kind: {}: is not a kind of route"),
        ("kind", "4", "papers.routes.kind: {}: is not a kind of route"),
        ("steering_academies", "[]", "papers.routes.steering_academies: {}: is missing: write it"),
        ("destination_uai", '"0130053"', "papers.routes.destination_uai: {}: is not a UAI"),
        ("destination_uai", '"0130053A"', "papers.routes.destination_uai: {}: is not a UAI: its letter does not fit"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_one_fault_on_its_line(start, written, told):
    (fault,) = faults_of(with_line(start, f"{start} = {written}"))
    assert fault.startswith(f"s.toml:{line_with(start)}: {told.split('{}')[0]}")
    assert told.split("{}")[-1] in fault


@pytest.mark.parametrize("code", ["2017-CGE", "C.GE", "C/GE", "C GE", "ÉCO", "C_GE", "CULTUREGENE", "٣"])
def test_the_code_of_a_paper_is_letters_and_digits_so_that_no_other_session_and_paper_are_written_alike(code):
    line = LINES.index('code = "CGE"') + 1
    (fault,) = faults_of(EXAMPLE.replace('code = "CGE"', f'code = "{code}"'))
    assert fault.startswith(f"s.toml:{line}: papers.code: {code}: is not the code of a paper: ")
    assert fault.endswith("write letters and digits only, 10 at most, without dashes")


def test_every_fault_is_told_at_once_in_the_order_of_the_lines():
    text = (
        with_line("year", "year = 1").replace("despatch_hours = 48", "despatch_hours = 0").replace("Nice", "Bordeaux")
    )
    assert [fault.split(": ")[1] for fault in faults_of(text)] == [
        "session.year",
        "papers.despatch_hours",
        "papers.routes.steering_academies",
    ]


@pytest.mark.parametrize("key", ["code", "title", "year"])
def test_a_key_left_out_of_the_session_is_told_on_the_line_of_its_section(key):
    assert faults_of(with_line(key)) == [
        f"s.toml:{line_with('[session]')}: session.{key}: : is missing: write it in the session file"
    ]


def test_unknown_keys_are_each_told():
    text = with_line("site_code", 'site_code = "A02"', 'sitecode = "A03"', "beds = 3")
    number = line_with("site_code")
    assert [fault.split(": is no key")[0] for fault in faults_of(text)] == [
        f"s.toml:{number + 1}: papers.sitecode: A03",
        f"s.toml:{number + 2}: papers.beds: 3",
    ]


def test_a_session_without_paper_is_refused():
    assert faults_of(EXAMPLE.split("[[papers]]", 1)[0])[0].endswith("no paper: write at least one [[papers]]")


def test_two_papers_of_one_code_are_told_on_the_second():
    paper = EXAMPLE.split("[[papers]]", 1)[1].split("# Les autres", 1)[0]
    text = f"{EXAMPLE}\n[[papers]]{paper}"
    second = len(LINES) + 1 + paper.split("\n").index('code = "CGE"')
    assert faults_of(text) == [f"s.toml:{second}: papers.code: CGE: stands twice: keep one"]


def test_a_scale_under_its_own_header_belongs_to_the_paper_above_it():
    paper = EXAMPLE.split("[[papers]]", 1)[1].split("[[papers.routes]]", 1)[0]
    scaled = "\n".join(line for line in paper.replace("CGE", "MATHS").split("\n") if not line.startswith("scale"))
    text = f"{EXAMPLE}\n[[papers]]{scaled}\n[papers.scale] # on forty\nhighest = -40\n"
    of_the_first = text.replace("highest = 20", "highest = -20", 1).replace("highest = -40", "highest = 40")
    assert faults_of(of_the_first)[0].startswith(f"s.toml:{line_with('scale')}: papers.scale.highest: -20: ")
    assert faults_of(text)[0].startswith(f"s.toml:{text.count(chr(10))}: papers.scale.highest: -40: is not a number")


def test_a_centre_named_twice_is_refused():
    again = '\n[[centres]]\nuai = "0130053m"\nname = "Lycée"\n'
    assert faults_of(EXAMPLE + again) == [f"s.toml:{len(LINES) + 2}: centres.uai: 0130053m: stands twice: keep one"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"code = \n", "s.toml:1: : : the file is not TOML"),
        (b"[session]\na = 1\na = 2\n", "s.toml:3: : : the file is not TOML"),
        ("titre = \"é\"".encode("cp1252"), "s.toml:1: : : the file is not UTF-8: save it again as UTF-8"),
        (b"a = " + b"9" * 5000, "s.toml:1: : : the file is not TOML"),
        (b"a = " + b"[" * 5000, "s.toml:1: : : the file is nested too deep"),
        (b"a" + b".a" * 20_000 + b" = 1", "s.toml:1: : : the file takes more time or memory to read"),
        (b"a = 0x" + b"f" * 9000, "s.toml:1: : : a number of the file has too many digits"),
        (b"[session]\n" + b"".join(b"k%d = 1\n" % rank for rank in range(20_001)), "s.toml:1: : : the file holds more"),
        (b"#" * 1_000_001, "s.toml:1: : : the file is longer than any session: 1000000 bytes at most"),
        (b"", "s.toml:1: papers: : no paper"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_session_is_refused(content, told):
    with pytest.raises(TableRefused) as refusal:
        read_session(content, "s.toml")
    assert any(str(fault).startswith(told) for fault in refusal.value.faults)


VALUES = ["1", "-1", "1e300", "nan", "true", '""', '"x"', "[]", "[1]", "[[]]", "{}", "{ a = 1 }", "[{ a = 1 }]"]
INSTANTS = ["0001-01-01", "9999-12-31T23:59:59-12:00", "12:00:00", "2017-05-10T14:00:00Z"]


@given(number=st.sampled_from(KEYS), value=st.sampled_from(VALUES + INSTANTS))
def test_a_value_in_the_place_of_another_stands_or_is_told_where_it_was_written(number, value):
    text = "\n".join([*LINES[: number - 1], f"{LINES[number - 1].split(' = ')[0]} = {value}", *LINES[number:]])
    lines = lines_refused(text)
    assert not lines or number in lines
