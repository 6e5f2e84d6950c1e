"""The act that mails a letter once more: its first mail was lost, refused, or went to an address that was wrong."""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.missions.models import ConvocationEvent
from massicot.missions.rules import ConvocationAct, letters, runs
from massicot.missions.services import issuing
from massicot.missions.services.clashing import name_of
from massicot.missions.services.following import held_letter, letter_subject
from massicot.missions.services.issuing import Addresses
from massicot.post import queries as post_queries
from massicot.post import services as post


@transaction.atomic
def mail_convocation_again(*, code: str, seen: int, addresses: Addresses, by: Actor, at: datetime) -> None:
    """Mail a letter that holds once more, as it was, to the address that its reader has now.

    `seen` is the mail that the page showed, 0 for none: two caseworkers who press at once send one. One that has not
    left is given up. Raise NoMailToSend, MailedMeanwhile, ConvocationUnknown, MissionOver, or what the letter became.
    """
    row = held_letter(code, at)
    person = row.assignment.person
    if not issuing.has_mail(person.email):
        raise letters.NoMailToSend(person=name_of(person))
    occasion = issuing.occasion_of(row)
    before = post_queries.letters_on([occasion]).get(occasion)
    if (before.pk if before else 0) != seen:
        raise letters.MailedMeanwhile(code=code)
    post.write_letter_anew(draft=issuing.draft_again(row, addresses, at), by=by, at=at)
    ConvocationEvent.objects.create(convocation=row, act=ConvocationAct.SENT_AGAIN, at=at, by=by.login, note="")
    audit.record(subject=letter_subject(row), fact=runs.ConvocationSentAgain(code), by=by, at=at)
