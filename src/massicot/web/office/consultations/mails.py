"""The mails by which requests are answered, as their pages tell them: waiting, left, or to be put right by somebody."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from massicot.core.refused import N_
from massicot.post.queries import Letter
from massicot.post.rules.letters import LetterState
from massicot.results import queries as results
from massicot.results.rules.script_copies import LEAVES_BY_ITSELF, CopyMail
from massicot.web.shared.instants import day

STANDINGS: Mapping[CopyMail, str] = {
    CopyMail.WAITING: N_("its mail waits to leave"),
    CopyMail.NO_SERVER: N_("its mail waits, and no mail server is named"),
    CopyMail.SENDING: N_("its mail is being sent"),
    CopyMail.REFUSED: N_("its mail could not leave"),
    CopyMail.UNCERTAIN: N_("nobody knows whether its mail left"),
    CopyMail.GIVEN_UP: N_("its mail was given up"),
    CopyMail.COPY_DESTROYED: N_("its mail cannot leave: the copy was destroyed"),
}
"""How far a request is whose mail has not left."""

_TOLD: Mapping[CopyMail, str] = {
    CopyMail.WAITING: N_(
        "The mail to {to} waits since {since}, and leaves with the next ones. The request is answered once it has left."
    ),
    CopyMail.NO_SERVER: N_(
        "The mail to {to} waits since {since}: no mail server is named. It leaves once whoever runs the server names "
        "one (MASSICOT_EMAIL_URL); to answer otherwise before, take the last step back."
    ),
    CopyMail.SENDING: N_("The mail to {to} is being sent. The request is answered once it has left."),
    CopyMail.LEFT: N_("The mail to {to} left on {on}."),
    CopyMail.REFUSED: N_(
        "The mail to {to} could not leave. Its page says why: put that right, and send it again there; or take the "
        "last step back, then send the copy to another address, or otherwise."
    ),
    CopyMail.UNCERTAIN: N_(
        "Nobody knows whether the mail to {to} left: ask whether it came. If it did not, send it again from its page; "
        "if it did, take the last step back, and note that the copy was sent otherwise."
    ),
    CopyMail.GIVEN_UP: N_(
        "The mail to {to} was given up, and does not leave any more: take the last step back, then send the copy "
        "again, to another address, or otherwise."
    ),
    CopyMail.COPY_DESTROYED: N_(
        "The copy was destroyed before its mail to {to} had left: it does not leave any more. Take the last step back, "
        "then scan the script again and send it, or answer otherwise."
    ),
}

_LISTED: Mapping[CopyMail, str] = {
    CopyMail.WAITING: N_("waits to leave for {to}"),
    CopyMail.NO_SERVER: N_("waits for a mail server, for {to}"),
    CopyMail.SENDING: N_("is being sent to {to}"),
    CopyMail.LEFT: N_("sent to {to} on {on}"),
    CopyMail.REFUSED: N_("could not leave for {to}"),
    CopyMail.UNCERTAIN: N_("nobody knows whether it left for {to}"),
    CopyMail.GIVEN_UP: N_("not sent to {to}: given up"),
    CopyMail.COPY_DESTROYED: N_("not sent to {to}: the copy was destroyed before"),
}


def mail_shown(mail: results.StandingMail) -> dict[str, Any]:
    """Tell of the mail that answers a request whether it has left, who is to do what, and where its page is."""
    return {
        "told": gettext(_TOLD[mail.mail]).format(**_words_of(mail.letter)),
        "has_left": mail.has_left,
        "is_stuck": not mail.has_left and mail.mail not in LEAVES_BY_ITSELF,
        "address": reverse("office:letter", args=[mail.letter.pk]),
    }


def mail_in_file(letter: Letter) -> str:
    """Name in the file of a request the step that wrote a mail: sent once it has left."""
    if letter.state == LetterState.SENT:
        return gettext("sent by mail; it left on {on}").format(**_words_of(letter))
    if letter.state == LetterState.GIVEN_UP:
        return gettext("a mail with the copy was written, and given up")
    return gettext("a mail with the copy was written; it has not left")


def copies_shown(row: results.Consultation) -> list[dict[str, str]]:
    """Tell of each copy that was handed in whether its mail has left, and until when it is kept."""
    return [
        {
            "code": copy.deposit.code,
            "address": reverse("office:deposit", args=[copy.deposit.code]),
            "mail": gettext(_LISTED[copy.mail]).format(**_words_of(copy.letter))
            if copy.letter and copy.mail
            else gettext("no mail"),
            "kept": _kept_told(copy),
        }
        for copy in results.copies_of(row)
    ]


def _words_of(letter: Letter) -> dict[str, str]:
    return {
        "to": letter.to,
        "since": day(timezone.localtime(letter.written_at)),
        "on": day(timezone.localtime(letter.sent_at)) if letter.sent_at else "",
    }


def _kept_told(copy: results.ScriptCopy) -> str:
    deposit = copy.deposit
    if deposit.destroyed_at is not None:
        return gettext("destroyed on {on}").format(on=day(timezone.localtime(deposit.destroyed_at)))
    if deposit.frozen_at is not None or deposit.destroy_on is None:
        return gettext("kept by a dispute")
    return gettext("to be destroyed on {on}").format(on=day(deposit.destroy_on))
