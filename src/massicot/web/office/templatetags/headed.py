"""Who is appointed to a centre without a head, or how to invite somebody."""

from collections.abc import Callable
from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from massicot.accounts.queries import Appointed
from massicot.accounts.rules import AccountStanding
from massicot.results.queries import Headship
from massicot.web.shared.addresses import address_of_each
from massicot.web.shared.templatetags.written import breakable

register = template.Library()


@register.filter
def heads_or_invitation(headship: Headship) -> SafeString:
    """Name those who are appointed and why they do not count, or lead to the invitation of somebody.

    A page of the list has fifty: written here, they cost half of what a template for each does.
    """
    if headship.heads:
        return format_html_join(mark_safe("<br>"), "{}", ((_why(head),) for head in headship.heads))
    asked = {"role": headship.role, "scope": headship.uai, "email": headship.email}
    words = gettext("Invite for %(name)s") % {"name": headship.name}
    link = format_html('<a href="{}">{}</a>', reverse("office:invite", query=asked), words)
    return link if headship.email else format_html("{} – {}", gettext("no e-mail address"), link)


def _why(head: Appointed) -> SafeString:
    why = gettext("account closed") if head.standing is AccountStanding.CLOSED else gettext("no link is good any more")
    return format_html('<a href="{}">{}</a> ({})', _person()(head.email), breakable(head.email), why)


@cache
def _person() -> Callable[[str], str]:
    return address_of_each("office:person", ())
