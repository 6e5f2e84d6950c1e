"""What the program writes to people by mail."""

from datetime import UTC, datetime

import pytest

from massicot.core.actor import Role
from massicot.documents import mails

DUE = datetime(2017, 5, 12, 18, tzinfo=UTC)
HERE = "http://127.0.0.1:8000/"


def test_an_invitation_says_what_for_with_which_login_and_until_when():
    content = mails.Invitation(
        role=Role.MARKING_CENTRE,
        place="Lycée Perrin",
        link=f"{HERE}bienvenue/x/",
        until=DUE,
        login="marc@perrin.invalid",
        code="x",
    )
    mail = mails.invitation(content)
    body = mail.body.replace("\N{NO-BREAK SPACE}", " ")
    for said in ("chef de centre de correction, Lycée Perrin", f"\n{HERE}bienvenue/x/\n", "marc@perrin.invalid"):
        assert said in body
    assert "jusqu'au vendredi 12 mai 2017 à 18 h" in body


def test_the_link_of_an_invitation_is_never_shown_by_a_log():
    content = mails.Invitation(
        role=Role.OFFICE, place="", link="secret-link", until=DUE, login="odile@bureau.invalid", code="secret-code"
    )
    assert "secret" not in repr(content)
    assert "secret-link" not in repr(mails.invitation(content))


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_name_in_letters(role):
    assert mails.ROLES[role]


@pytest.mark.parametrize(
    ("mail", "said"),
    [
        (mails.day_open("CGE (BTS-2017)", "Lycée des Cèdres", HERE), "n'est pas close"),
        (mails.deadline_near("CGE (BTS-2017)", "Lycée des Cèdres", DUE, HERE), "vendredi 12 mai 2017 à 18 h au plus"),
        (mails.deadline_passed("CGE (BTS-2017)", "Lycée des Cèdres", DUE, HERE), "avant le vendredi 12 mai 2017"),
        (mails.parcel_late("CGE (BTS-2017)", "P-1", DUE, HERE), "Le paquet P-1"),
        (mails.batches_out("CGE (BTS-2017)", ["B-1", "B-2"], HERE), "2 lots ne sont pas rendus"),
        (mails.sheets_awaited("CGE (BTS-2017)", "Lycée du Levant", [12, 40], "Bureau des BTS", HERE), "Lots : 12, 40."),
        (
            mails.sheets_awaited("CGE (BTS-2017)", "", [12], "Bureau des BTS", HERE),
            "à l'attention de Bureau des BTS. Si",
        ),
    ],
    ids=["day open", "deadline near", "deadline passed", "parcel late", "batches out", "sheets awaited", "to whom"],
)
def test_a_reminder_says_what_is_missing_and_where_to_do_it(mail, said):
    assert said in mail.body.replace("\N{NO-BREAK SPACE}", " ")
    assert f"\n{HERE}\n" in mail.body
    assert "CGE (BTS-2017)" in mail.subject


def test_one_batch_is_told_in_the_singular():
    assert "1\N{NO-BREAK SPACE}lot n'est pas rendu" in mails.batches_out("CGE", ["B-1"], HERE).subject
