"""What goes with a letter: made as it leaves, read back on the other side; what cannot be made keeps it back."""

from datetime import UTC, datetime, timedelta

import pytest

from massicot.core.actor import SYSTEM
from massicot.core.refused import Refused
from massicot.post import queries, services
from massicot.post.models import Letter
from massicot.post.rules import LetterState, letters
from massicot.post.rules.letters import EnclosedFile, EnclosureKind, EnclosureName, LetterDraft
from tests.post import mail_server, posting

pytestmark = pytest.mark.django_db

NOON = datetime(2017, 4, 25, 12, tzinfo=UTC)
LETTER = EnclosureName(EnclosureKind.CONVOCATION, "12")
CALENDAR = EnclosureName(EnclosureKind.CALENDAR, "12")
MAKERS = {
    EnclosureKind.CONVOCATION: lambda subject: EnclosedFile(f"{subject}.pdf", "application/pdf", b"%PDF-1.7 \xff"),
    EnclosureKind.CALENDAR: lambda subject: EnclosedFile(
        f"{subject}.ics", "text/calendar; method=PUBLISH; charset=utf-8", "BEGIN:VCALENDAR é\r\n".encode()
    ),
}


class NotThere(Refused):
    sentence = "The letter {code} is not there."


def write(enclosed=(LETTER, CALENDAR), to="bob@tilleuls.invalid", **about):
    return services.write_letter(
        to=to, subject="Convocation", body="Bonjour", enclosed=enclosed, by=SYSTEM, at=NOON, **about
    )


def send(server, makers=None, at=NOON):
    return posting.send(server, makers=makers or MAKERS, at=at)


def test_a_letter_arrives_with_what_was_enclosed():
    write()
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster) as server:
        send(server)
    body, letter, calendar = postmaster.accepted[0].iter_parts()
    assert body.get_content().strip() == "Bonjour"
    assert (letter.get_filename(), letter.get_content_type(), letter.get_content()) == (
        "12.pdf",
        "application/pdf",
        b"%PDF-1.7 \xff",
    )
    assert (calendar.get_content_type(), calendar.get_param("method")) == ("text/calendar", "PUBLISH")
    assert calendar.get_payload(decode=True) == "BEGIN:VCALENDAR é\r\n".encode()


def test_the_row_of_a_letter_names_what_is_enclosed_by_ids_alone():
    assert write().enclosed == "convocation:12 calendar:12"
    assert letters.read("convocation:12 calendar:12") == [LETTER, CALENDAR]
    with pytest.raises(letters.NotAnIdError):
        write([EnclosureName(EnclosureKind.CONVOCATION, "Bob Badiane")])


def refuses(subject):
    raise NotThere(code=subject)


def breaks(subject):
    raise KeyError(subject)


@pytest.mark.parametrize(("maker", "said"), [(refuses, "The letter 12 is not there."), (breaks, "KeyError")])
def test_an_enclosure_that_cannot_be_made_keeps_its_letter_and_not_those_behind_it(maker, said):
    kept = write()
    other = write([], to="charlie@tilleuls.invalid")
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster) as server:
        refused = send(server, MAKERS | {EnclosureKind.CONVOCATION: maker})
        assert send(server).pk == other.pk
    assert (refused.pk, refused.state, said in refused.said) == (kept.pk, LetterState.REFUSED, True)
    assert len(postmaster.accepted) == 1


def test_a_letter_kept_back_leaves_once_its_enclosure_can_be_made():
    kept = write()
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster) as server:
        send(server, MAKERS | {EnclosureKind.CONVOCATION: refuses})
        services.send_again(letter_id=kept.pk, by=SYSTEM, at=NOON)
        assert send(server).state == LetterState.SENT
    assert len(list(postmaster.accepted[0].iter_attachments())) == 2


def test_an_enclosure_whose_seal_is_broken_is_not_made():
    kept = write()
    Letter.objects.filter(pk=kept.pk).update(sealed=b"another key sealed this")
    with mail_server.listening(mail_server.Postmaster()) as server:
        assert send(server, {EnclosureKind.CONVOCATION: breaks}).state == LetterState.REFUSED


def test_an_urgent_letter_goes_before_those_that_wait():
    first = write([])
    urgent = write([], to="charlie@tilleuls.invalid", is_urgent=True)
    with mail_server.listening(mail_server.Postmaster()) as server:
        assert [send(server).pk, send(server).pk] == [urgent.pk, first.pk]


def test_urgent_letters_alone_are_sent_beside_the_other_work():
    first = write([])
    write([], to="charlie@tilleuls.invalid", is_urgent=True)
    about = {"act": services.send_urgent, "makers": MAKERS, "at": NOON}
    with mail_server.listening(mail_server.Postmaster()) as server:
        assert posting.send(server, **about).is_urgent
        assert posting.send(server, **about) is None
    assert queries.letter_by_id(first.pk).state == LetterState.WAITING


def test_many_letters_are_written_at_once_and_each_once_per_occasion():
    drafts = [
        LetterDraft(
            to=f"p{rank}@x.invalid",
            subject="Convocation",
            body="Bonjour",
            occasion=f"convocation:1:{rank}",
            enclosed=[LETTER],
        )
        for rank in range(3)
    ]
    services.write_letters(drafts=drafts, by=SYSTEM, at=NOON)
    services.write_letters(drafts=drafts, by=SYSTEM, at=NOON + timedelta(hours=1))
    assert [queries.body_of(letter) for letter in Letter.objects.all()] == ["Bonjour"] * 3
    assert queries.letters_on(["convocation:1:2"])["convocation:1:2"].to == "p2@x.invalid"
