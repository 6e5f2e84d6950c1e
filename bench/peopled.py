"""The people of a session of national size: heads of centres, their letters, a corrigendum told to each."""

from datetime import timedelta

from massicot.accounts.models import Account, Appointment, OneTimeLink
from massicot.core.actor import Role
from massicot.exams.models import Corrigendum, CorrigendumCalendar, CorrigendumReading
from massicot.post.models import Letter
from massicot.rehearsal import world
from massicot.store.writes import insert_rows, reserve_ids

INVITED_ONE_IN, LAPSED_ONE_IN, UNREAD_ONE_IN = 20, 21, 2


def head(centres, at) -> None:
    """Appoint a head to each centre: most have chosen a password, some are invited, the link of some is no longer good."""
    ids = reserve_ids(Account, len(centres))
    people = [
        (pk, world.exam_centre(uai).login, "!" if _is_coming(rank) else "argon2$bench", True, at, None)
        for rank, (pk, uai) in enumerate(zip(ids, centres, strict=True))
    ]
    insert_rows(Account, ("id", "email", "password", "is_active", "joined_at", "last_login"), people)
    roles = ((pk, Role.EXAM_CENTRE, uai) for pk, uai in zip(ids, centres, strict=True))
    insert_rows(Appointment, ("account", "role", "scope"), roles)
    until = at + timedelta(days=10_000)
    links = ((pk, f"{pk:064d}", at, until, False, None) for rank, pk in enumerate(ids) if rank % INVITED_ONE_IN == 1)
    insert_rows(OneTimeLink, ("account", "digest", "drawn_at", "expires_at", "is_on_paper", "used_at"), links)
    columns = ("reference", "occasion", "to", "subject", "sealed", "state", "attempts", "next_at", "said", "written_by")
    letters = (
        (f"{rank:032d}", "", one[1], "Invitation", b"", "sent", 1, at, "", world.CASEWORKER.login, at, at, "", False)
        for rank, one in enumerate(people)
    )
    insert_rows(Letter, (*columns, "written_at", "sent_at", "enclosed", "is_urgent"), letters)


def _is_coming(rank: int) -> bool:
    return rank > 0 and (rank % INVITED_ONE_IN == 1 or rank % LAPSED_ONE_IN == 1)


def correct(paper, centres, at) -> None:
    """Apply a corrigendum that half of the centres have read, and draft another that concerns them all."""
    applied = _corrigendum(paper, "n° 1", at, applied_at=at, applied_by=world.CASEWORKER.login)
    CorrigendumCalendar.objects.create(corrigendum=applied)
    columns = ("corrigendum", "role", "scope", "told_at", "read_at", "read_by")
    readings = (
        (
            applied.pk,
            Role.EXAM_CENTRE,
            uai,
            at,
            *((at, world.exam_centre(uai).login) if rank % UNREAD_ONE_IN else (None, "")),
        )
        for rank, uai in enumerate(centres)
    )
    insert_rows(CorrigendumReading, columns, readings)
    draft = _corrigendum(paper, "n° 2", at)
    CorrigendumCalendar.objects.create(corrigendum=draft, despatch_hours=72)


def _corrigendum(paper, reference, at, **more) -> Corrigendum:
    return Corrigendum.objects.create(
        paper=paper,
        reference=reference,
        dated_on=at.date(),
        text="Lire 72 heures.",
        effective_at=at,
        written_by=world.CASEWORKER.login,
        **more,
    )
