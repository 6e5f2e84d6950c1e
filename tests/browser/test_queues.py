"""What the queues of the browser do when a server is late, refuses or is busy: by themselves, on a page of nothing."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route

import massicot

SITE = "http://massicot.invalid"
FETCH = """() => {
    window.sent = [];
    window.fetch = (address, options) => new Promise((resolve, reject) => sent.push({
        ...options,
        answer: (status, body, headers) => resolve(new Response(JSON.stringify(body), { status, headers })),
        cut: reject,
    }));
}"""
MARKS = """async () => {
    const { SaveQueue } = await import("/static/portal/save_queue.js");
    window.queue = new SaveQueue({
        address: "/notes", lot: "", turn: "", paceSeconds: 1, seen: () => "",
        kept: { write: (unsaved) => (window.kept = Object.fromEntries(unsaved)) },
        onAnswer() {}, onState() {}, onEnd() {},
    });
}"""
SCANS = """async () => {
    const { ScanQueue } = await import("/static/shared/scan_queue.js");
    window.trouble = new Promise((tell) => {
        const onState = ({ trouble }) => tell(trouble);
        window.queue = new ScanQueue({ address: "/lecture", person: "", onOutcome() {}, onState });
    });
}"""
SAVED = {"pace_s": 1}


def serve(route: Route) -> None:
    """Answer with a script of the program, or with an empty page."""
    match urlsplit(route.request.url).path.split("/"):
        case ["", "static", desk, *rest]:
            route.fulfill(path=Path(massicot.__file__).parent.joinpath("web", desk, "static", desk, *rest))
        case _:
            route.fulfill(content_type="text/html", body="<!doctype html><title>Massicot</title>")


@pytest.fixture
def nothing(page: Page) -> Page:
    """An empty page of the site, whose clock and whose network the test moves."""
    page.route(f"{SITE}/**", serve)
    page.clock.install(time=0)
    page.goto(SITE)
    page.clock.pause_at(60_000)
    page.evaluate(FETCH)
    return page


@pytest.fixture
def marks(nothing: Page) -> Page:
    """A page with a queue of marks."""
    nothing.evaluate(MARKS)
    return nothing


@pytest.fixture
def scans(nothing: Page) -> Page:
    """A page with a queue of scans."""
    nothing.evaluate(SCANS)
    return nothing


def put(page: Page, **values: str) -> None:
    """Type marks, each on its line."""
    page.evaluate("(values) => Object.entries(values).forEach(([number, value]) => queue.put(number, value))", values)


def sent(page: Page) -> list[dict[str, str]]:
    """List the saves that went out, each line with its value."""
    bodies = page.evaluate("sent.map(({ body }) => JSON.parse(body))")
    return [{mark["number"]: mark["value"] for mark in body["marks"]} for body in bodies]


def answer(page: Page, status: int, body: object = None, **headers: str) -> None:
    """Answer the last save, and wait until the queue has heard it."""
    told = [status, body, {name.replace("_", "-"): value for name, value in headers.items()}]
    page.evaluate("async (told) => { const heard = queue.answering; sent.at(-1).answer(...told); await heard; }", told)


def seconds(page: Page, count: float) -> None:
    """Let time pass."""
    page.clock.run_for(round(count * 1000))


def test_a_save_refused_as_it_was_goes_out_anew_with_what_was_typed_since_on_top(marks):
    put(marks, A="12", B="13")
    seconds(marks, 1)
    put(marks, A="14")
    assert marks.evaluate("kept") == {"A": ["14", ""], "B": ["13", ""]}
    answer(marks, 409, {"error": "Once more."})
    seconds(marks, 1)
    assert sent(marks) == [{"A": "12", "B": "13"}, {"A": "14", "B": "13"}]
    first, second = marks.evaluate("sent.map(({ body }) => JSON.parse(body).save_id)")
    assert first != second


def test_one_save_is_under_way_at_a_time_and_outlives_its_page(marks):
    put(marks, A="12")
    seconds(marks, 1)
    put(marks, B="13")
    marks.evaluate("() => { queue.flush(); queue.flush(); }")
    seconds(marks, 5)
    assert sent(marks) == [{"A": "12"}]
    assert marks.evaluate("sent[0].keepalive") is True
    answer(marks, 200, SAVED)
    seconds(marks, 1)
    assert sent(marks) == [{"A": "12"}, {"B": "13"}]


def test_a_busy_server_is_asked_again_when_it_says_and_a_save_ends_the_waiting(marks):
    put(marks, A="12")
    seconds(marks, 1)
    answer(marks, 429, Retry_After="7")
    seconds(marks, 6.9)
    assert len(sent(marks)) == 1
    seconds(marks, 0.1)
    answer(marks, 200, SAVED)
    put(marks, B="13")
    seconds(marks, 1)
    answer(marks, 503)
    seconds(marks, 1)
    assert sent(marks) == [{"A": "12"}] * 2 + [{"B": "13"}] * 2


def test_what_another_page_of_the_same_turn_keeps_stays_kept(nothing):
    kept = nothing.evaluate(
        """async () => {
        const { Kept } = await import("/static/portal/kept.js");
        const [here, there] = [new Kept("B-1", "turn"), new Kept("B-1", "turn")];
        here.write(new Map([["A", ["12", ""]], ["B", ["13", ""]]]));
        there.write(new Map([["A", ["15", ""]]]));
        here.write(new Map());
        return Object.fromEntries(new Kept("B-1", "turn").takeOver());
    }"""
    )
    assert kept == {"A": ["15", ""]}


def scanned(page: Page) -> list[list[str]]:
    """List the groups of scans that went out."""
    groups = page.evaluate("sent.map(({ body }) => JSON.parse(body).scans)")
    return [[scan["code"] for scan in group] for group in groups]


def test_scans_go_out_in_one_round_at_a_time_and_wait_for_a_busy_server(scans):
    scans.evaluate("() => { queue.put('one'); queue.put('two'); }")
    assert scanned(scans) == [["one"]]
    scans.evaluate("() => sent[0].answer(429, {})")
    assert scans.evaluate("trouble") == "Waiting"
    seconds(scans, 1)
    assert scanned(scans) == [["one"], ["one", "two"]]
