"""A document that somebody hands in from a desk, and reads again: the same for every desk.

The field reads it behind the door before anything is written; what it gives is kept by the act that it belongs to. Who
may read a document is for the desk to ask: it belongs to an affair, and whoever may see that affair's documents may
have it. A document is given as a file to be saved, which the browser neither runs nor shows as a page of this site.
"""

from threading import BoundedSemaphore
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy

from massicot.core.refused import Refused
from massicot.deposits import queries
from massicot.deposits.rules import BYTES_AT_MOST, FILE_TYPES, Document, read_document
from massicot.web.shared.refusals import sentence_of

READ_AT_ONCE = 2
"""Documents that one process reads at a time: a file may hold its reader for as long as the bounds of that let it, and
the other threads answer whoever asks for anything else."""

_READERS = BoundedSemaphore(READ_AT_ONCE)
_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


class DocumentField(forms.FileField):
    """A document that somebody hands in: a PDF or a picture; what it gives was read, and says nothing beside itself."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"})
    default_error_messages = {
        "required": gettext_lazy("Choose the document: a PDF, or a photograph of the paper."),
        "empty": gettext_lazy("This file is empty: choose the document again, or photograph the paper."),
    }

    def __init__(self, **kwargs: Any) -> None:
        words = {
            "label": gettext_lazy("Document"),
            "help_text": gettext_lazy("PDF, JPEG or PNG, %(most)s MB at most.") % {"most": BYTES_AT_MOST // 1_000_000},
        }
        super().__init__(**{**words, **kwargs})

    def to_python(self, data: Any) -> Document | None:  # type: ignore[override]
        """Have the file read; refuse with a sentence what is no document."""
        file = super().to_python(data)
        if file is None:
            return None
        if not _READERS.acquire(blocking=False):
            raise forms.ValidationError(
                gettext("Others hand documents in just now: wait a minute, choose the document again, and send it.")
            )
        try:
            # No more of it than shows that it is too long.
            return read_document(file.read(BYTES_AT_MOST + 1))
        except Refused as refusal:
            raise forms.ValidationError(sentence_of(refusal)) from None
        finally:
            _READERS.release()


def give_document(code: str, name: str) -> HttpResponse:
    """Give a document under a name of the desk's own; raise DepositDestroyed, KeyOfDocumentsMissing or SealBroken."""
    document = queries.content_of(code)
    ending, content_type = FILE_TYPES[document.kind]
    response = HttpResponse(document.content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{ending}"'
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
