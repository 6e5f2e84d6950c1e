"""What heads of institution are written about somebody who stands in, and about whom they stand in for."""

from collections.abc import Sequence
from datetime import datetime

from massicot.core.actor import Actor
from massicot.documents import convocation_mails
from massicot.documents.mails import Mail
from massicot.missions.models import Convocation, ConvocationRun
from massicot.missions.services import heads
from massicot.post import services as post
from massicot.post.rules.enclosing import EnclosureKind, EnclosureName

REPLACED_REASON = f"une autre personne vient à votre place. {convocation_mails.NO_EXEMPTION}"
"""What somebody reads who is replaced on all that was left."""


def tell_head_of_stand_in(letter: Convocation, by: Actor, at: datetime) -> None:
    """Ask the head of whoever stands in to hand the urgent letter over."""
    _tell(letter, convocation_mails.urgent_to_head(heads.content_of([letter])), _letter_file(letter), by, at)


def tell_head_of_replaced(before: Convocation, by: Actor, at: datetime) -> None:
    """Tell the head of whoever is replaced on all that was left: a letter that says less tells them by itself."""
    _tell(before, convocation_mails.replaced_by_another(heads.content_of([before])), (), by, at)


def tell_head_of_called_again(letter: Convocation, by: Actor, at: datetime) -> None:
    """Tell the head of somebody whose letter says something else by now, since nobody stands in any more."""
    mail = convocation_mails.replaced_to_head(heads.content_of([letter]))
    _tell(letter, mail, _letter_file(letter), by, at)


def tell_head_of_called_off(letter: Convocation, reason: str, by: Actor, at: datetime) -> None:
    """Tell the head of whoever was to stand in that they are called no more."""
    mail = convocation_mails.cancelled_to_head(heads.content_of([letter]), reason)
    _tell(letter, mail, (), by, at)


def _letter_file(letter: Convocation) -> list[EnclosureName]:
    return [EnclosureName(EnclosureKind.CONVOCATION, str(letter.pk))]


def _tell(letter: Convocation, mail: Mail, enclosed: Sequence[EnclosureName], by: Actor, at: datetime) -> None:
    # A letter that was cancelled keeps its code: its head has had a mail on that occasion already.
    occasion = f"convocation-of-one:{letter.code}" + ("" if enclosed else ":end")
    for uai, rows in heads.by_institution([letter]):
        drafts = heads.drafts_to_heads(uai, rows, mail, f"{occasion}:{uai}", enclosed, at)
        post.write_letters(drafts=drafts, by=by, at=at)
    ConvocationRun.objects.filter(pk=letter.run_id, told_at=None, parts__letters=1).update(told_at=at)
