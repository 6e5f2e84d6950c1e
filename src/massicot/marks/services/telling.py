"""Letters to the marker of a batch, written inside the act that they tell of.

An act waits for no address: a marker who has none that can be written to reads it on the page of the batch.
"""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from massicot.batches.queries import Batch
from massicot.core.actor import Actor
from massicot.custody import queries as custody
from massicot.documents.mails import Mail
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.markers import queries as markers
from massicot.post import services as post
from massicot.post.rules import AddressMalformed


def tell_marker(batch: Batch, mail: Mail, *, author: str = "", by: Actor, at: datetime) -> None:
    """Write a letter to whoever holds a batch, or held it last, and to the author of its line, if that is another."""
    logins = {custody.last_holder_of_batch(batch.code), author} - {""}
    tell_markers(exams.paper_by_id(batch.paper_id), logins, mail, by=by, at=at)


def tell_markers(paper: Paper, identifiers: Collection[str], mail: Mail, *, by: Actor, at: datetime) -> None:
    """Write one letter to each of some markers of a paper."""
    for marker in markers.markers_by_identifier(paper.session_id, identifiers).values():
        with suppress(AddressMalformed):
            post.write_letter(to=marker.email, subject=mail.subject, body=mail.body, by=by, at=at)
