"""What leaves about the people called holds no candidate, no number, no batch and no specialty: tables, letters, mails.

Candidates have surnames that no other word holds, and batches are made up and in a marker's hands.
"""

import io
from datetime import timedelta

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.accounts import queries as accounts
from massicot.batches import queries as batches
from massicot.commands import line
from massicot.commands.worker.letters import MAKERS
from massicot.post import queries as post
from massicot.post.models import Letter
from massicot.post.rules import LetterState
from massicot.post.rules.letters import read
from massicot.web.shared.letter_addresses import addresses, page_address, personal_address
from tests import later_world, world
from tests.absences import absent
from tests.cast import MARKING, ODILE, PERRIN, TILLEULS
from tests.hostile.client import HostileClient
from tests.keeping import kept
from tests.missions import calling
from tests.web.visitors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.both("each database is read whole")]

NAME = "ZWYXQVKJW"
SESSION = ("--session", "BTS-2017")


def convened():
    """Convene markers, one of whom holds a batch, to a paper whose candidates are called as nobody else is."""
    built = world.prepared(world.opened([f"{NAME}{letter}" for letter in "ABCDEFGHIJKLMNOP"]))
    world.handed_out(world.received(world.arrived(world.packed(world.sat(world=built)))))
    mission = calling.mission(built.session, built.paper, first=timezone.localdate() + timedelta(days=20))
    calling.put(mission, "BOB", "CHARLIE")
    calling.head_of(TILLEULS, "sonia@tilleuls.invalid")
    now = timezone.now()
    calling.convene(calling.official(built.session, mission, at=now), at=now, addresses=addresses())
    absent.of_letter(calling.letters(assignment__person__identifier="CHARLIE")[0], at=now)
    return built


built = kept(convened)


@pytest.fixture
def hidden(built):
    """List what nobody may read beside who is called."""
    rows = list(batches.batches_of(built.paper.pk))
    assert len(rows) > 1
    return [
        NAME,
        *later_world.truth(built).values(),
        *(row.code for row in rows),
        *(row.specialty_code for row in rows),
    ]


def text_of(content):
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8-sig")


def assert_none(hidden, texts):
    assert texts
    assert all("BADIANE" in text or "CANNELLE" in text or "VCALENDAR" in text for text in texts)
    assert not [word for word in hidden for text in texts if word in "".join(text.split())]


def test_neither_the_table_nor_the_letters_on_paper(hidden, tmp_path):
    for kind in ("missions", "absences", "marker-presence"):
        assert line.run(["export", kind, *SESSION, "--out", str(tmp_path / f"{kind}.csv")]) == 0
    assert line.run(["print", "convocations", *SESSION, "--everybody", "--out", str(tmp_path)]) == 0
    assert line.run(["print", "marker-registers", *SESSION, "--out", str(tmp_path)]) == 0
    files = [path for path in tmp_path.iterdir() if path.name != "manifest.csv"]
    assert len(files) == 5
    assert_none(hidden, [text_of(path.read_bytes()) for path in files])


def test_no_mail_and_nothing_that_is_enclosed(hidden):
    mails = list(Letter.objects.filter(occasion__startswith="convocation"))
    enclosed = [MAKERS[one.kind](one.subject) for mail in mails for one in read(mail.enclosed)]
    assert len(enclosed) == 5
    assert_none(hidden, [*(post.body_of(mail) for mail in mails), *(text_of(one.content) for one in enclosed)])


def test_no_page_of_a_letter(hidden):
    reader = HostileClient()
    (bob,) = calling.letters(assignment__person__identifier="BOB")
    own = "/" + personal_address(bob.code).split("/", 3)[3]
    reader.post(own)
    assert_none(hidden, [reader.get(own).content.decode()])
    seen = reader.get("/" + page_address(bob.code).split("/", 3)[3]).content.decode()
    assert not [word for word in (*hidden, "BADIANE") if word in seen]


def test_neither_the_pages_nor_the_letters_of_a_replacement(built, hidden):
    (bob,) = calling.letters(assignment__person__identifier="BOB")
    office, where = signed_in(ODILE.login), [bob.assignment_id]
    page = reverse("office:replacement", args=where)
    typed = {"person": "ALICE", "halves": office.get(page).context["wanted"]}
    assert office.post(reverse("office:replace_person", args=where), typed).status_code == 303
    head = HostileClient()
    head.force_login(accounts.account_by_email("sonia@tilleuls.invalid"))
    read_pages = [office.get(page), office.get(reverse("office:replacements"), {"q": "a"})]
    read_pages += [head.get(reverse("school:home")), head.get(reverse("school:substitutes", args=[TILLEULS]))]
    mails = Letter.objects.filter(occasion__contains="convocation", state=LetterState.WAITING)
    enclosed = [MAKERS[one.kind](one.subject).content for mail in mails for one in read(mail.enclosed)]
    texts = [*(page.content.decode() for page in read_pages), *(post.body_of(mail) for mail in mails)]
    assert not [word for word in hidden for text in (*texts, *map(text_of, enclosed)) if word in "".join(text.split())]


def test_neither_who_marks_without_being_called_nor_their_late_letter(built, hidden):
    day = calling.mission(built.session, built.paper, title="Corrections", first=MARKING.date())
    office, address = signed_in(ODILE.login), reverse("office:convene_late", args=["BTS-2017", "CGE"])
    listed = office.get(reverse("office:uncalled")).content.decode()
    typed = {"centre": PERRIN, "person": "BOB"}
    assert office.post(address, typed).status_code == 303
    refused = office.post(address, typed).content.decode()
    (letter,) = calling.letters(assignment__mission=day)
    (mail,) = Letter.objects.filter(occasion__endswith=letter.code)
    enclosed = [text_of(MAKERS[one.kind](one.subject).content) for one in read(mail.enclosed)]
    assert_none(hidden, [listed, refused, post.body_of(mail), letter.facts, *enclosed])
