"""How an act asked for on a page ends: done, or refused on the same page with what was typed."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from massicot.core.refused import Refused
from massicot.web.shared.refusals import sentence_of

REFUSED = 422


def succeeds(form: forms.Form, act: Callable[[], object]) -> bool:
    """Run an act once its form is whole; when it is refused, say so on the form.

    The page is then shown again with the status REFUSED, and nothing of what was typed is lost.
    """
    refused = ""
    if form.is_valid():
        try:
            act()
        except Refused as refusal:
            form.add_error(None, sentence_of(refusal))
            refused = form.fault_at(refusal) if isinstance(form, PointingForm) else ""
        else:
            return True
    _point_at_fault(form, refused)
    return False


class PointingForm(forms.Form):
    """A form that knows which of its fields a refusal is about."""

    def fault_at(self, _refusal: Refused) -> str:
        return ""


def _point_at_fault(form: forms.Form, refused: str) -> None:
    """Put the cursor where something is wrong, or else first in the form.

    Browsers open the page there: at the top of a long one the refusal would be out of sight, and the act look done.
    """
    fields = {field.name: field.field for field in form.visible_fields()}
    faulty = [name for name in fields if form.errors.get(name)]
    if refused in fields:
        faulty.append(refused)
    for field in fields.values():
        field.widget.attrs.pop("autofocus", None)
    for name in [*faulty, *fields][:1]:
        fields[name].widget.attrs["autofocus"] = True


def finish(request: HttpRequest, sentence: str, address: str) -> HttpResponse:
    """Say what was done and go to a page that shows it: the same form sent again by a reload does nothing."""
    messages.success(request, sentence)
    return see(address)


def caution(request: HttpRequest, sentence: str, address: str) -> HttpResponse:
    """Say what was done and is not as it should be: no green line tells it."""
    messages.info(request, sentence)
    return see(address)


def see(address: str) -> HttpResponse:
    """Go and read another page, whatever the request was."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
