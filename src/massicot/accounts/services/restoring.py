"""After a restoration: what let people in when the backup was made lets nobody in."""

from datetime import datetime

from django.db import transaction

from massicot.accounts.models import OneTimeLink, Session, UserSession
from massicot.audit import services as audit
from massicot.core.actor import Actor


@transaction.atomic
def void_restored_ways_in(*, made_at: str, sha256: str, by: Actor, at: datetime) -> None:
    """Close every session and void every link that came back with a backup, and record that it was restored.

    A link that was used or replaced after the backup would be good again. Those of letters for a forgotten password
    are void by the line in the journal (`queries.letter_tokens`).
    """
    Session.objects.all().delete()
    UserSession.objects.all().delete()
    OneTimeLink.objects.filter(used_at__isnull=True).delete()
    audit.note_restored(made_at=made_at, sha256=sha256, by=by, at=at)
