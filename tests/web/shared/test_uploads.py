"""A file out of a form is held once: given to forms as any file, and given back with the request, or when it breaks."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from massicot.core import held
from massicot.core.held import HeldBytes
from massicot.web.shared import uploads

CONTENT = b"numero;nom\n" * 50_000
PARTS = "multipart/form-data; boundary=x"
BEGUN = b'--x\r\nContent-Disposition: form-data; name="file"; filename="t.csv"\r\nContent-Type: text/csv\r\n'

seen: list = []


def read_twice(request):
    file = request.FILES["file"]
    seen.append(file)
    assert file.read() == CONTENT
    assert b"".join(file.chunks()) == CONTENT
    return HttpResponse(f"{file.name} {file.size} {file.content_type}")


urlpatterns = [path("file/", read_twice)]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def _nothing_seen():
    seen.clear()


@pytest.fixture
def small_middleware(settings):
    settings.MIDDLEWARE = []


@pytest.mark.usefixtures("small_middleware")
def test_a_file_is_read_as_any_other_and_is_gone_once_its_request_is_answered():
    body = BEGUN + b"\r\n" + CONTENT + b"\r\n--x--\r\n"
    answer = Client().generic("POST", "/file/", body, PARTS)
    assert answer.content == f"t.csv {len(CONTENT)} text/csv".encode()
    (file,) = seen
    assert isinstance(file.file, HeldBytes)
    assert file.closed


def test_a_file_in_whose_middle_a_form_breaks_is_gone_at_once():
    body = BEGUN + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QUJD" * held.PART + b"!!\r\n--x--\r\n"
    request = RequestFactory().generic("POST", "/file/", body, PARTS)
    with pytest.raises(Exception, match="base64"):
        assert request.POST
    (reading,) = request.upload_handlers
    assert reading.file.size
    uploads.let_go(request)
    assert reading.file.closed
