"""A list signed by one is signed by a second person in the browser, and its scripts are destroyed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.results.models import Lifting
from tests import destroying
from tests.browser.checks import follow
from tests.browser.pages import checked_pages
from tests.cast import OMAR
from tests.destroying import CODE
from tests.web.office.lifting.lately import key_there
from tests.web.telephone import code_of
from tests.web.visitors import PAPER, SECRET, signed_in

pytestmark = pytest.mark.usefixtures(key_there.__name__)
pages = checked_pages()


def test_a_second_person_signs_and_the_certificate_is_there(transactional_db, pages):
    built = destroying.due()
    Lifting.objects.update(lifted_at=timezone.now() - timedelta(days=370))
    destroying.dispute(built, 5, at=timezone.now())
    destroying.make_list(built, share=10, at=timezone.now())
    destroying.sign(built, consent=destroying.consent_of_today(), at=timezone.now())
    pages.come_as(signed_in(OMAR.login))
    pages.check_again(reverse("office:disputes", kwargs=PAPER))
    pages.check_again(reverse("office:destruction", kwargs=PAPER))
    pages.page.locator("[name=code]:visible").first.fill(code_of(SECRET))
    follow(pages.page.get_by_role("button", name="Signer : ces copies sont détruites"))
    pages.check_as_it_is()
    assert pages.page.get_by_role("link", name="certificat").get_attribute("href").endswith(f"{CODE}/")
    pages.check_again(reverse("office:shelf", kwargs=PAPER))
