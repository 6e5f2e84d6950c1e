"""A file that somebody sends, while it is read out of a form: held once, and never laid down in clear.

Named in the settings. What is held goes back as the request is closed, as Django closes each file of one.
"""

from typing import IO, Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from massicot.core.held import HeldBytes


class HeldUploads(FileUploadHandler):
    """Keeps each file in memory of its own."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.file = HeldBytes()

    def new_file(self, *about: Any, **more: Any) -> None:
        """Begin a file."""
        super().new_file(*about, **more)
        self.file = HeldBytes()

    def _keep(self, piece: bytes, _start: int) -> None:
        self.file.write(piece)

    # Django's own name for a piece that comes; None, that it goes no further.
    receive_data_chunk = _keep  # type: ignore[assignment]

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """Give the file as forms read it."""
        content = cast("IO[bytes]", self.file)
        return UploadedFile(
            content, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )


def let_go(request: HttpRequest) -> None:
    """Give back what is held of a file in the middle of which a form could not be read any further."""
    for uploads in request.upload_handlers:
        if isinstance(uploads, HeldUploads):
            uploads.file.close()
