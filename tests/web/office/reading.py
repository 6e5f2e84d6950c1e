"""A page of the office as its reader sees it: its words, its forms filled in and sent."""

from lxml import html

from massicot.web.shared import instants


def words_of(answer):
    """Read the words of a page."""
    return " ".join(" ".join(html.fromstring(answer.content.decode()).itertext()).split())


def as_read(at):
    """Write an instant as `words_of` reads it."""
    return " ".join(instants.day_and_hour(at).split())


def fields_of(answer, action=""):
    """Collect what a form of the page would send as it stands: the one that goes to an address, or the first."""
    page = html.fromstring(answer.content.decode())
    forms = [form for form in page.forms if action in (form.get("action") or "") and form.get("method") == "post"]
    form = next(one for one in forms if "deconnexion" not in (one.get("action") or "") and one.fields)
    skipped = {"csrfmiddlewaretoken", "next", "language"}
    return {name: value for name, value in form.form_values() if name not in skipped}


def taken_whole(answer):
    """Take to its end an answer that is given once, as the server sends it; give what it holds."""
    content = b"".join(answer.streaming_content)
    answer.when_taken()
    return content
