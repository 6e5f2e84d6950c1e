"""How the inputs of forms are written."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest


class WholeInputs(DjangoTemplates):
    """Writes inputs that keep all that is pasted into them: what is too long is refused with a word, never cut."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Write one part of a form, without the length at which a browser would cut what is typed."""
        context.get("widget", {}).get("attrs", {}).pop("maxlength", None)
        return super().render(template_name, context, request)
