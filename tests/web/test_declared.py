"""Acts that are declared: each fits the function that does it, which no type checker sees."""

import inspect
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from massicot.web.shared.acts import Page, PageAct


def declared(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from declared(pattern)
        elif hasattr(pattern.callback, "declared"):
            yield pattern


VIEWS = list(declared(get_resolver()))
ACTS: list[tuple[Page, PageAct]] = [view.callback.declared for view in VIEWS if view.callback.declared[1]]
NAMES = [f"{page.role}-{act.name}" for page, act in ACTS]


@pytest.mark.parametrize(("page", "act"), ACTS, ids=NAMES)
def test_what_is_found_and_typed_is_what_the_service_takes(page, act):
    names = page.names if act.names is None else act.names
    typed = act.form_class.base_fields if act.fields is None else act.fields
    assert set(names).isdisjoint(typed)
    inspect.signature(act.service).bind(**dict.fromkeys([*names, *typed, "by", "at"]))


@pytest.mark.parametrize("act", [act for _, act in ACTS], ids=NAMES)
def test_what_is_taken_of_a_form_is_one_of_its_fields_or_a_property(act):
    assert set((act.fields or {}).values()) <= {*act.form_class.base_fields, *dir(act.form_class)}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.callback.declared[0].role}-{view.name}")
def test_a_view_bears_the_name_of_its_address_and_the_file_of_its_page(view):
    page, _ = view.callback.declared
    assert (view.callback.__name__, view.callback.__module__) == (view.name, page.context.__module__)
