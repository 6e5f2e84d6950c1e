"""The answers to forms, which show that a redraw changed nothing: what is a difference, and what is none."""

import importlib
import json

import pytest

from tests.architecture.sources import PROJECT

PAGE = '<form>\n<input name="csrfmiddlewaretoken" value="{token}">\n<p>{sentence}</p>\n</form>'
ANSWER = {"rank": 0, "method": "POST", "address": "/saisie/", "view": "portal:sign_in", "status": 422, "told": []}


@pytest.fixture(scope="module")
def answers():
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(PROJECT / "tools"))
        yield importlib.import_module("answers")


@pytest.fixture
def compared(answers, tmp_path, capsys):
    """Compare what was answered to one test, before and after."""

    def compare(before, after, *words):
        for folder, kept in (("before", before), ("after", after)):
            (tmp_path / folder).mkdir()
            lines = [json.dumps({"test": "test_it", **ANSWER, **answer}) + "\n" for answer in kept]
            (tmp_path / folder / "test_page.py.jsonl").write_text("".join(lines))
        code = answers.main(["compare", str(tmp_path / "before"), str(tmp_path / "after"), *words])
        return code, capsys.readouterr().out

    return compare


def page(sentence="Wrong.", token="a"):
    return {"body": PAGE.format(sentence=sentence, token=token)}


def test_the_token_of_a_form_is_no_difference(compared):
    assert compared([page()], [page(token="b")]) == (0, "1 identical\n")


def test_a_word_of_a_page_is_a_difference_and_named_by_its_test(compared):
    code, told = compared([page(), page()], [page(), page("Bad.")])
    assert code == 1
    assert "differs: test_page.py::test_it\n    1. POST /saisie/ (portal:sign_in)\n" in told
    assert "-<p>Wrong.</p>\n    +<p>Bad.</p>\n1 differs, 1 identical\n" in told


@pytest.mark.parametrize(("part", "other"), [("status", 303), ("told", ["success: Done."]), ("view", "portal:sheet")])
def test_each_part_of_an_answer_is_compared(compared, part, other):
    code, told = compared([page()], [page() | {part: other}])
    assert (code, f"    {part}: {ANSWER[part]} → {other}\n" in told) == (1, True)


def test_an_answer_that_is_not_given_any_more_is_a_difference_unless_an_exception_names_it(compared):
    code, told = compared([page(), page()], [page()], "--except", "test_page.py::*")
    assert (code, "only before, excepted: test_page.py::test_it" in told) == (0, True)


def test_what_is_only_read_may_be_left_out(compared):
    assert compared([page() | {"method": "GET"}], [], "--sent") == (0, "\n")


def test_what_ends_a_line_is_a_difference(compared):
    assert compared([{"body": "a\n"}], [{"body": "a\r\n"}])[0] == 1
