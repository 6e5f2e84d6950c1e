"""A page and the acts that it offers, declared as data and answered in one place.

A page says to which role it opens, where it is, how what it is about is found, what its template is told, and which
acts stand on it. An act says below which address of the page it is sent, by which form, which function of an area's
`services` does it, and what is said when it is done. From that come the views, their addresses, and what they answer:
404 for what is not there or somebody else's, 405, the page again with 422 and the sentence of a refusal. A page or an
act that asks for more than that (a file, JSON, scans one after the other) is a plain view beside these.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.views.decorators.http import require_http_methods

from massicot.core.actor import Role
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.listing import Listing, asks_for_part, is_taken_away, take_away
from massicot.web.shared.outcome import REFUSED, finish, succeeds

READING, SENDING = ["GET", "HEAD"], ["POST"]
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")

Names = Mapping[str, Callable[[Any], object]]
"""The arguments of a service, each with how it is read from what the page is about."""
Forms = Mapping[str, forms.Form]
"""Forms, by the name that the template of their page has for them."""
View = Callable[..., HttpResponse]


class ActDone(NamedTuple):
    """An act that is done: what its page was about, what was typed, what its service gave back."""

    found: Any
    form: Any
    result: Any


def itself(found: Any) -> Any:
    """Read what a page is about, for a service that takes it whole."""
    return found


def _nothing(_found: Any) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAct:
    """What can be asked for on a page.

    The service takes what `names` reads from what the page is about (the page's own names, unless the act has others),
    the `fields` of the form, each argument with the field or the property that it is (all fields under their own names,
    unless some are named), `by` and `at`.
    An act whose path names more than its page, as one line of it, finds that line by `find`, and is about it. With an
    empty path it is sent to the address of its page. `form_name` is what the template calls its form, and what the
    identifiers of its fields begin with.
    """

    name: str
    path: str
    service: Callable[..., Any]
    success_message: str | Promise | Callable[[ActDone], str]
    form_class: type[forms.Form] = forms.Form
    form_name: str = "pressed"
    form_kwargs: Callable[[Any], Mapping[str, Any]] = _nothing
    fields: Mapping[str, str] | None = None
    names: Names | None = None
    find: Callable[..., Any] | None = None
    success_url: Callable[[ActDone], str] | None = None

    def form(self, found: Any, **sent: Any) -> forms.Form:
        """Make the form, sent or not, for what its page is about."""
        auto_id = f"{self.form_name.removesuffix('_form')}_%s"
        return self.form_class(**sent, **{"auto_id": auto_id, **self.form_kwargs(found)})

    def arguments_of(self, form: forms.Form) -> dict[str, Any]:
        """Give what the service takes of a form that is whole."""
        if self.fields is None:
            return form.cleaned_data
        values = form.cleaned_data
        return {name: values[of] if of in values else getattr(form, of) for name, of in self.fields.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is shown at an address, and the acts that stand there.

    `find` takes the request and what the address names, and raises Http404 of what is not there or is somebody else's.
    `context` takes the request, what was found and the forms that were refused, and tells the template what it shows;
    forms that it does not make are made here, unsent. Whoever has acted lands on the page again, or where the act
    leads.
    """

    role: Role
    path: str
    find: Callable[..., Any]
    template_name: str
    context: Callable[[HttpRequest, Any, Forms], Mapping[str, Any]]
    name: str
    names: Names
    acts: Sequence[PageAct] = ()


def addresses_of(*pages: Page) -> list[URLPattern]:
    """Give the addresses of pages and of their acts, each with its view."""
    return [address for page in pages for address in _addresses(page)]


def _addresses(page: Page) -> Iterable[URLPattern]:
    sent_to_page = next((act for act in page.acts if not act.path), None)
    yield path(page.path, _view_of(page, sent_to_page, READING + SENDING * bool(sent_to_page)), name=page.name)
    for act in page.acts:
        if act.path:
            yield path(page.path + act.path, _view_of(page, act, SENDING), name=act.name)


def _view_of(page: Page, act: PageAct | None, methods: list[str]) -> View:
    """Make a view that a traceback and `resolve()` name as the declaration does."""

    def view(request: HttpRequest, /, **arguments: Any) -> HttpResponse:
        if act is not None and request.method == "POST":
            return _answer(request, page, act, arguments)
        return show_page(request, page, page.find(request, **arguments), {})

    view.__name__ = view.__qualname__ = act.name if act else page.name
    view.__module__ = page.context.__module__
    view.declared = (page, act)  # type: ignore[attr-defined]
    return require_http_methods(methods)(require_role(page.role)(view))


def _answer(request: HttpRequest, page: Page, act: PageAct, arguments: Mapping[str, Any]) -> HttpResponse:
    """Do what is asked for and lead on; refused, show the page as it stands now, with what was typed."""
    of_page = {name: arguments[name] for name in _ARGUMENT.findall(page.path)}
    found = (act.find or page.find)(request, **arguments)
    form = act.form(found, data=request.POST, files=request.FILES)
    names = page.names if act.names is None else act.names
    results: list[Any] = []

    def ask() -> None:
        named = {name: read(found) for name, read in names.items()}
        results.append(act.service(**named, **act.arguments_of(form), by=actor_of(request), at=timezone.now()))

    if not succeeds(form, ask):
        return show_page(request, page, page.find(request, **of_page), {act.form_name: form})
    outcome = ActDone(found, form, results[0])
    message = act.success_message(outcome) if callable(act.success_message) else str(act.success_message)
    if act.success_url:
        return finish(request, message, act.success_url(outcome))
    namespace = request.resolver_match.namespace if request.resolver_match else ""
    return finish(request, message, reverse(f"{namespace}:{page.name}", kwargs=of_page))


def show_page(request: HttpRequest, page: Page, found: Any, refused: Forms) -> HttpResponse:
    """Show a page whole, the part of its list that is asked for, or that list as a table.

    A plain view beside the acts of a page shows it so again, with the form that was refused.
    """
    unsent = {act.form_name: SimpleLazyObject(partial(act.form, found)) for act in page.acts}
    context = {**unsent, **page.context(request, found, refused), **refused}
    listing = context.get("listing")
    template = page.template_name
    if isinstance(listing, Listing) and not refused:
        if is_taken_away(request):
            return take_away(request, listing)
        template += "#listing" if asks_for_part(request) else ""
    return render(request, template, context, status=REFUSED if refused else 200)
