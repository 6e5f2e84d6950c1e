"""What a paper has of marks already, for a question about papers: what the office may still change hangs on it."""

from django.db.models import Exists, OuterRef, Q

from massicot.marks.models import Lock, Mark, SecondMark


def has_marks() -> Q:
    """Say whether a line of a paper is saved, in either keying of a batch that was not unmade."""
    typed = {"batch__paper": OuterRef("pk"), "batch__unmade_at__isnull": True}
    return Q(Exists(Mark.objects.filter(**typed))) | Q(Exists(SecondMark.objects.filter(**typed)))


def has_locks() -> Exists:
    """Say whether a batch of a paper is locked."""
    return Exists(Lock.objects.filter(batch__paper=OuterRef("pk")))
