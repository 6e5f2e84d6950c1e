"""What remains of documents: a key under which they can be kept."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from massicot.deposits import queries
from massicot.web.shared.tasks import Task


def tasks_of_documents(*, is_called: bool) -> Iterator[Task]:
    """Tell, once people are called, that no document of theirs can be kept for want of a key."""
    if is_called and not queries.has_key():
        sentence = gettext("There is no key yet: a certificate that somebody hands in is refused.")
        yield Task(sentence, gettext("See the documents"), reverse("office:deposits"))
