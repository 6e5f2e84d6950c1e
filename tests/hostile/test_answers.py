"""What the site answers is kept under the test that asked, by a clock and by draws that begin anew with each."""

import importlib.util
import json
import os
import sys
from decimal import Decimal

import pytest
from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path

from tests.architecture.sources import PROJECT
from tests.hostile import answers
from tests.hostile.client import HostileClient


def _tell(request):
    messages.success(request, "Done.")
    return HttpResponse(status=303, headers={"Location": "/next"})


def _stream(request):
    return StreamingHttpResponse(iter([b"a", b"b"]), content_type="application/pdf")


urlpatterns = [path("tell/", _tell, name="tell"), path("stream/", _stream, name="stream")]


@pytest.fixture
def draws(monkeypatch):
    """Load what makes the draws of a run the same again, for one test."""
    monkeypatch.setattr(os, "urandom", os.urandom)
    spec = importlib.util.spec_from_file_location("sitecustomize", PROJECT / "tools" / "seeded" / "sitecustomize.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setitem(sys.modules, "sitecustomize", module)
    return module


@pytest.fixture
def kept(draws, monkeypatch, tmp_path):
    """Keep answers in a folder, at noon of a day."""
    monkeypatch.setenv(answers.CLOCK, "1000")
    keeping = answers.Answers(tmp_path)
    monkeypatch.setattr(answers, "KEEPING", [keeping])
    return keeping


def lines(kept):
    return [json.loads(line) for file in kept.folder.rglob("*.jsonl") for line in file.read_text().splitlines()]


@override_settings(ROOT_URLCONF=__name__)
def test_an_answer_is_kept_with_its_test_its_view_and_what_it_leaves_to_be_told(kept, db):
    with kept.placed("tests/a/test_b.py::test_c[d]"):
        HostileClient().post("/tell/")
        HostileClient().get("/stream/")
    told, streamed = lines(kept)
    assert (kept.folder / "tests" / "a" / "test_b.py.jsonl").exists()
    assert (told["test"], told["rank"], told["view"], told["status"]) == ("test_c[d]", 0, "tell", 303)
    assert (told["headers"]["Location"], told["told"]) == ("/next", ["success: Done."])
    assert (streamed["rank"], streamed["body"][:15]) == (1, "2 bytes, SHA-25")


@override_settings(ROOT_URLCONF=__name__)
def test_a_file_that_another_run_began_is_not_written_to(kept, db):
    (kept.folder / "run.jsonl").touch()
    with pytest.raises(FileExistsError):
        HostileClient().post("/tell/")


def test_each_place_begins_with_a_clock_and_draws_of_its_own_and_leaves_those_of_others(kept, draws):
    def drawn(place):
        with kept.placed(place, 5):
            kept.pass_a_moment()
            return os.environ[answers.CLOCK], draws.draw(8)

    with kept.placed("outside"):
        first = draws.draw(8)
        assert drawn("one") == drawn("one") != drawn("other")
        assert drawn("one")[0] == "1005.001"
        second = draws.draw(8)
    with kept.placed("outside"):
        assert [draws.draw(8), draws.draw(8)] == [first, second]
    assert Decimal(os.environ[answers.CLOCK]) == 1000


def test_a_draw_of_a_framework_moves_none_of_the_program(kept, draws):
    program, framework = ({"__name__": name, "draw": draws.draw} for name in ("massicot.a", "django.b"))
    with kept.placed("one"):
        alone = eval("draw(8)", program)
    with kept.placed("one"):
        eval("draw(8)", framework)
        assert eval("draw(8)", program) == alone


def test_a_run_that_is_not_the_same_again_keeps_no_answer(monkeypatch, pytestconfig, tmp_path):
    monkeypatch.delitem(sys.modules, "sitecustomize", raising=False)
    with pytest.raises(pytest.UsageError, match="take starts such a run"):
        answers.begin(pytestconfig, tmp_path)
