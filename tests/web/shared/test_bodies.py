"""The addresses that take files, as the server knows them, are those whose form has one."""

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django import forms
from django.urls import URLPattern, URLResolver, get_resolver, resolve

import massicot
from massicot.web.shared import bodies
from massicot.web.shared.deposits import DocumentField
from tests.web.visitors import addresses

TEMPLATES = sorted((Path(massicot.__file__).parent / "web").rglob("*.html"))
LISTED = {address.name: address for address in bodies.FILE_ADDRESSES}
FORM = re.compile(r"<form[^>]*enctype=[^>]*>")
ACTION = re.compile(r"action=\"{% url '([\w:]+)'")


def views(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, Callable]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern.callback
        else:
            yield from views(pattern, f"{pattern.namespace}:" if pattern.namespace else space)


def forms_of(view: Callable) -> set[type[forms.Form]]:
    """Find the forms that a view reads: the one that is declared, or those that it names itself beside files."""
    if hasattr(view, "declared"):
        _, act = view.declared
        return {act.form_class} if act else set()
    own = inspect.unwrap(view)
    names = own.__code__.co_names if inspect.isfunction(own) else ()
    named = (own.__globals__.get(name) for name in names if "FILES" in names)
    return {one for one in named if inspect.isclass(one) and issubclass(one, forms.BaseForm)}


def takes_a_file(form: type[forms.Form]) -> bool:
    return any(isinstance(field, forms.FileField) for field in form.base_fields.values())


def all_forms(form: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for one in form.__subclasses__():
        yield one
        yield from all_forms(one)


VIEWS = dict(views(get_resolver()))
TAKING = {name: {form for form in forms_of(view) if takes_a_file(form)} for name, view in VIEWS.items()}


def test_the_list_names_every_view_that_takes_a_file_and_no_other():
    assert {name for name, taken in TAKING.items() if taken} == set(LISTED)


def test_every_form_with_a_file_is_read_by_a_view_of_the_list():
    ours = {form for form in all_forms() if form.__module__.startswith("massicot.") and takes_a_file(form)}
    assert ours == set().union(*TAKING.values())


def test_every_page_that_sends_a_file_sends_it_to_an_address_of_the_list():
    actions = [ACTION.search(form) for page in TEMPLATES for form in FORM.findall(page.read_text())]
    named = {action[1] for action in actions if action}
    to_themselves = sum(action is None for action in actions)
    assert named == set(LISTED) - {"office:imports", "office:announce_absence"}
    assert to_themselves == 2


@pytest.mark.parametrize("name", LISTED)
def test_a_file_is_taken_from_the_role_for_which_its_page_opens(name):
    view = VIEWS[name]
    while "role" not in (known := inspect.getclosurevars(view).nonlocals):
        view = view.__wrapped__
    assert known["role"] is LISTED[name].role


@pytest.mark.parametrize("name", LISTED)
def test_documents_and_tables_have_their_own_bound(name):
    has_document = any(isinstance(field, DocumentField) for form in TAKING[name] for field in form.base_fields.values())
    assert (LISTED[name].most == bodies.DOCUMENT) is has_document


def test_a_front_server_reads_the_same_addresses_as_the_resolver():
    by_pattern = {
        name: [most for pattern, most in bodies.patterns() if re.match(pattern, path)]
        for name, path in addresses().items()
    }
    for name, path in addresses().items():
        assert resolve(path).view_name == name
        assert by_pattern[name] == ([LISTED[name].most] if name in LISTED else [])
        assert bodies.most_at(path) == (LISTED[name].most if name in LISTED else bodies.MOST_OF_SOMEBODY)
    assert bodies.most_at("/nowhere/") == bodies.MOST_OF_SOMEBODY
