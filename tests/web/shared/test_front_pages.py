"""The site for a front server says what the program does: how large a body is, and why something is refused."""

import re
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.utils import translation
from lxml import html

from massicot.web.shared import bodies, errors

FRONT = Path(__file__).parents[3] / "docs" / "front"
SITE = (FRONT / "massicot.nginx").read_text()
FILES = re.compile(
    r'^    location ~ "(\S+)" \{ client_max_body_size (\d+); proxy_request_buffering off; ', re.MULTILINE
)
PAGES = {page.name: html.fromstring(page.read_bytes()) for page in (FRONT / "pages").iterdir()}


def test_the_front_server_takes_as_large_bodies_as_the_program_where_it_does():
    assert [(path, int(most)) for path, most in FILES.findall(SITE)] == bodies.patterns()


def test_the_front_server_keeps_of_any_other_body_as_much_as_the_program_takes():
    assert re.findall(r"^    client_max_body_size (\d+);$", SITE, re.MULTILINE) == [str(bodies.MOST_OF_SOMEBODY)]
    assert SITE.count("client_max_body_size") == len(bodies.patterns()) + 1


def test_each_page_of_the_front_server_is_there_and_each_is_answered():
    named = re.findall(r"^    error_page .* /du-serveur-frontal/(\S+);$", SITE, re.MULTILINE)
    assert sorted(named) == sorted(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_front_server_says_how_to_go_on_and_needs_nothing_else(name):
    page = PAGES[name]
    assert page.xpath("//a/@href") == ["/", "/saisie/"]
    assert (page.get("lang"), page.xpath("//@src | //link | //script")) == ("fr", [])
    assert page.xpath("string(//title)") == f"{page.xpath('string(//h1)')} – Massicot"


@pytest.mark.parametrize("status", [400, 408, 413, 429, 503])
def test_the_front_server_refuses_in_the_words_of_the_program(status):
    with translation.override("fr"):
        ours = html.fromstring(errors.not_whole(RequestFactory().get("/"), status).content)
    for part in ("//h1", "//*[@role='alert']"):
        assert PAGES[f"{status}.html"].xpath(f"string({part})") == ours.xpath(f"string({part})")
