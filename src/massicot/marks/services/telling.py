"""Letters to the marker of a batch, written inside the act that they tell of.

An act waits for no address: a marker who has none that can be written to reads it on the page of the batch.
"""

from contextlib import suppress
from datetime import datetime

from massicot.batches.queries import Batch
from massicot.core.actor import Actor
from massicot.custody import queries as custody
from massicot.documents.mails import Mail
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.post import services as post
from massicot.post.rules import AddressMalformed


def tell_marker(batch: Batch, mail: Mail, *, author: str = "", by: Actor, at: datetime) -> None:
    """Write a letter to whoever holds a batch, or held it last, and to the author of its line, if that is another."""
    told = {custody.last_holder_of_batch(batch.code), author} - {""}
    session_id = exams.paper_by_id(batch.paper_id).session_id
    for marker in markers.markers_by_identifier(session_id, told).values():
        with suppress(AddressMalformed):
            post.write_letter(to=marker.email, subject=mail.subject, body=mail.body, by=by, at=at)
