"""The hostile reader of pages sees each fault, and lets a sound page pass."""

import pytest

from tests.hostile import pages

SOUND = """<!doctype html>
<html lang="fr"><head><title>Lot</title><script type="module" src="/static/a.js"></script></head>
<body><main id="main"><p>Un <strong>lot</strong><br>et sa <a href="/b">suite</a></p><ul><li>Un</li></ul>
<form method="post"><label>Note <input name="note"></label><button>Garder</button></form>
<svg viewBox="0 0 1 1"><path d="M0 0"/></svg></main></body></html>"""


def test_a_sound_page_passes() -> None:
    assert pages.faults_of(SOUND) == []


@pytest.mark.parametrize(
    ("piece", "fault"),
    [
        ("<p>{{ batch.label }}</p>", "left of a template"),
        ("<p>{% url %}</p>", "left of a template"),
        ('<button onclick="go()">Go</button>', "inline handler"),
        ('<a href="javascript:go()">Go</a>', "inline handler"),
        ("<script>go()</script>", "<script> is inline"),
        ('<p style="color: red">Go</p>', "inline style"),
        ('<p id="a">1</p><p id="a">2</p>', "id 'a' is empty or used twice"),
        ('<p id="">1</p>', "is empty or used twice"),
        ('<p class="a" class="b">1</p>', "has class twice"),
        ("<p><strong>1</p></strong>", "</p> closes while <strong> is open"),
        ("<p>1</p></div>", "</div> closes nothing"),
        ("<div><p>1</p>", "<div> is never closed"),
        ("<p><div>1</div></p>", "<div> within <p>"),
        ("<form><div><form></form></div></form>", "<form> within <form>"),
        ('<a href="/a"><span><a href="/b">1</a></span></a>', "<a> within <a>"),
        ("<div/>", "<div/> is not closed by its slash"),
    ],
)
def test_a_fault_is_seen(piece: str, fault: str) -> None:
    assert [found for found in pages.faults_of(piece) if fault in found]
