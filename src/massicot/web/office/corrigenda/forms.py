"""What the office types of a paper – its calendar, batches, mark entry, routes – and of a corrigendum of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext, gettext_lazy

from massicot.core.marks import HUNDREDTHS, Scale, ScaleImpossible
from massicot.core.refused import N_, Refused
from massicot.exams.rules import ROUTE_NAMES, RouteFacts, RouteKind, editing
from massicot.exams.rules.corrigenda import CalendarChange
from massicot.exams.rules.session_file import COPY_MODEL_LENGTH, DIGITS, HOURS, REFERENCE_LENGTH, SITE_CODE_LENGTH
from massicot.exams.rules.session_plan import SCRIPTS, PaperValues
from massicot.exams.rules.toml_file import TITLE_LENGTH
from massicot.web.office.corrigenda.effects import TITLES, value_words
from massicot.web.shared.fields import CountField, DayField, HourField, InstantField, ReasonField, UaiField, set_choices

TEXT_LENGTH = 4000
WAYS = 3
"""How many different routes one corrigendum may give, each to as many academies as it likes."""

FUNCTION = gettext_lazy("A bureau or a function, not a name: people change.")

SCALE_FIELDS = ("lowest", "highest", "step", "digits")

PARTS = (
    (gettext_lazy("The paper"), ("title", "starts_at", "ends_at", "despatch_hours")),
    (
        gettext_lazy("The marking"),
        (
            "marking_opens_on",
            "marking_closes_on",
            "marking_starts",
            "marking_ends",
            "agreement_at",
            "board_at",
            "batch_size",
            "batch_ceiling",
        ),
    ),
    (gettext_lazy("Mark entry"), ("entry_opens_at", "entry_closes_at", "reason", "site_code", "are_totals_required")),
    (gettext_lazy("Back at the exam office"), ("return_by", "return_attention", "sheets_attention")),
    (gettext_lazy("Mark scale"), SCALE_FIELDS),
)
"""The fields of a paper as the page puts them together."""


class ScaleUnfit(Refused):
    """A mark scale whose numbers do not agree, said in the words of the form."""

    sentence = N_(
        "The mark scale does not hold: the highest mark lies a whole number of steps above the lowest, and fits in the "
        "digits given. Correct it."
    )


class MarkField(forms.DecimalField):
    """A bound or a step of a mark scale: two decimals at most, a comma accepted."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "count"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 1000, "decimal_places": 2, **kwargs})

    def to_python(self, value: Any) -> Any:
        """Read a comma as the point."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


def _attention(name: str, **more: Any) -> forms.CharField:
    """Ask to whom what comes back goes at the exam office."""
    return forms.CharField(label=TITLES[name], max_length=TITLE_LENGTH, required=False, **more)


class PaperForm(forms.Form):
    """What may be edited of a paper; each field says until when."""

    title = forms.CharField(label=TITLES["title"], max_length=TITLE_LENGTH)
    starts_at = InstantField(label=TITLES["starts_at"])
    ends_at = InstantField(label=TITLES["ends_at"])
    despatch_hours = CountField(label=TITLES["despatch_hours"], min_value=HOURS[0], max_value=HOURS[1])
    marking_opens_on = DayField(label=TITLES["marking_opens_on"])
    marking_closes_on = DayField(label=TITLES["marking_closes_on"])
    marking_starts = HourField(label=TITLES["marking_starts"])
    marking_ends = HourField(label=TITLES["marking_ends"])
    agreement_at = InstantField(label=TITLES["agreement_at"], required=False)
    board_at = InstantField(label=TITLES["board_at"], required=False)
    batch_size = CountField(label=TITLES["batch_size"], min_value=SCRIPTS[0], max_value=SCRIPTS[1])
    batch_ceiling = CountField(label=TITLES["batch_ceiling"], min_value=SCRIPTS[0], max_value=SCRIPTS[1])
    entry_opens_at = InstantField(label=TITLES["entry_opens_at"])
    entry_closes_at = InstantField(label=TITLES["entry_closes_at"])
    reason = ReasonField(
        label=gettext_lazy("Reason, if mark entry closes at another instant"),
        required=False,
        help_text=gettext_lazy(
            "Asked once mark sheets are printed: it goes into the journal, and markers read it. No name and no "
            "candidate number."
        ),
    )
    site_code = forms.CharField(
        label=TITLES["site_code"],
        max_length=SITE_CODE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "count"}),
    )
    are_totals_required = forms.BooleanField(label=TITLES["are_totals_required"], required=False)
    lowest = MarkField(label=gettext_lazy("Lowest mark"))
    highest = MarkField(label=gettext_lazy("Highest mark"))
    step = MarkField(label=gettext_lazy("Step"))
    digits = CountField(label=gettext_lazy("Digits before the comma"), min_value=DIGITS[0], max_value=DIGITS[1])
    return_by = InstantField(
        label=TITLES["return_by"],
        required=False,
        help_text=gettext_lazy("Not before the last day of marking. Left empty, nothing is ever late."),
    )
    return_attention = _attention("return_attention", help_text=FUNCTION)
    sheets_attention = _attention("sheets_attention", help_text=FUNCTION)

    def __init__(self, sent: Any = None, *, before: PaperValues, frozen: Collection[str]) -> None:
        super().__init__(sent, initial=_initial(before))
        self._before = before
        for name, field in self.fields.items():
            value = "scale" if name in SCALE_FIELDS else name
            limit = editing.limit_of(value)
            if name == "reason":
                continue
            field.disabled = value in frozen
            if field.disabled:
                field.help_text = gettext("No longer changes.")
            elif limit is not None:
                field.help_text = gettext("May change %(until)s.") % {"until": gettext(limit.until)}

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Put the fields together as the page shows them."""
        return [(str(title), [self[name] for name in names]) for title, names in PARTS]

    def values(self) -> PaperValues:
        """Build the values typed; what was not touched is left to the minute that it had. Raise ScaleUnfit."""
        typed = self.cleaned_data
        names = [field.name for field in fields(PaperValues) if field.name != "scale"]
        kept = {name: typed[name] if name in self.changed_data else getattr(self._before, name) for name in names}
        return PaperValues(scale=_scale(typed), **kept)


class RouteForm(forms.Form):
    """Where the scripts of some steering academies go, and how."""

    academies = forms.MultipleChoiceField(label=gettext_lazy("Steering academies"), widget=forms.CheckboxSelectMultiple)
    kind = forms.ChoiceField(
        label=gettext_lazy("Their scripts are"),
        choices=[(kind.value, gettext_lazy(ROUTE_NAMES[kind])) for kind in RouteKind],
    )
    copy_model = forms.CharField(
        label=gettext_lazy("Copy model"),
        help_text=gettext_lazy("EN: header to be cut. CMEN: to be scanned."),
        max_length=COPY_MODEL_LENGTH,
        widget=forms.TextInput(attrs={"class": "count", "autocapitalize": "characters"}),
    )
    destination_uai = UaiField(
        label=gettext_lazy("UAI of the place where they go"),
        help_text=gettext_lazy("Needed unless the steering academy marks them itself."),
        required=False,
    )
    destination_name = forms.CharField(
        label=gettext_lazy("Name and address of that place"),
        help_text=gettext_lazy("As it stands on the parcels."),
        max_length=TITLE_LENGTH,
    )
    attention = forms.CharField(label=gettext_lazy("For the attention of"), max_length=TITLE_LENGTH, required=False)

    def __init__(self, *args: Any, academies: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "academies", academies)

    def routes(self, effective_at: Any, reference: str = "") -> list[RouteFacts]:
        """Build the route of each academy chosen."""
        typed = self.cleaned_data
        return [
            RouteFacts(
                steering_academy=academy,
                kind=RouteKind(typed["kind"]),
                copy_model=typed["copy_model"].upper(),
                destination_uai=typed["destination_uai"],
                destination_name=typed["destination_name"],
                attention=typed["attention"],
                effective_at=effective_at,
                reference=reference,
            )
            for academy in typed["academies"]
        ]


class DatedRouteForm(RouteForm):
    """A route changed by hand, from an instant on."""

    effective_at = InstantField(label=gettext_lazy("Takes effect"))


def route_initial(route: RouteFacts) -> dict[str, Any]:
    """Fill a route form with a route there is."""
    return {
        "academies": [route.steering_academy],
        "kind": route.kind.value,
        "copy_model": route.copy_model,
        "destination_uai": route.destination_uai,
        "destination_name": route.destination_name,
        "attention": route.attention,
    }


class CorrigendumForm(forms.Form):
    """The text itself."""

    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        help_text=gettext_lazy("As it stands on the text: DIEC/17-738-1722, for example."),
        max_length=REFERENCE_LENGTH,
    )
    dated_on = DayField(label=gettext_lazy("Date of the text"))
    text = forms.CharField(
        label=gettext_lazy("What it says"),
        help_text=gettext_lazy("Each centre concerned reads this, by e-mail and on its home page."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    effective_at = InstantField(
        label=gettext_lazy("Its routes take effect"), help_text=gettext_lazy("Before the paper begins.")
    )


class CalendarForm(forms.Form):
    """The dates and addressees that a corrigendum gives; what is left empty stays as it is."""

    starts_at = InstantField(label=TITLES["starts_at"], required=False)
    ends_at = InstantField(label=TITLES["ends_at"], required=False)
    despatch_hours = CountField(label=TITLES["despatch_hours"], required=False, min_value=HOURS[0], max_value=HOURS[1])
    marking_opens_on = DayField(label=TITLES["marking_opens_on"], required=False)
    marking_closes_on = DayField(label=TITLES["marking_closes_on"], required=False)
    entry_opens_at = InstantField(label=TITLES["entry_opens_at"], required=False)
    entry_closes_at = InstantField(label=TITLES["entry_closes_at"], required=False)
    return_by = InstantField(label=TITLES["return_by"], required=False)
    return_attention = _attention("return_attention")
    sheets_attention = _attention("sheets_attention")

    def __init__(self, sent: Any, *, before: PaperValues, zone: ZoneInfo) -> None:
        super().__init__(sent, prefix="calendar")
        for name, field in self.fields.items():
            now = value_words(getattr(before, name), zone)
            field.help_text = gettext("Now: %(now)s. Leave empty to keep it.") % {"now": now}

    def change(self) -> CalendarChange:
        """Build the calendar change."""
        return CalendarChange(**self.cleaned_data)


class WayForm(RouteForm):
    """One route that a corrigendum gives; a form without an academy gives none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)

    def has_changed(self) -> bool:
        """Say whether anything is chosen or typed; what kind of route is always chosen."""
        return any(self[name].data for name in self.fields if name != "kind")


def way_forms(data: Any, academies: Iterable[tuple[str, str]]) -> Sequence[WayForm]:
    """Make the forms of the routes that one corrigendum may give."""
    choices = list(academies)
    return [WayForm(data, academies=choices, prefix=f"route{rank}") for rank in range(1, WAYS + 1)]


class ApplyForm(forms.Form):
    """The press that applies a corrigendum; `seen` is the digest of what its page showed."""

    seen = forms.CharField(strip=False, required=False, widget=forms.HiddenInput)


def _initial(before: PaperValues) -> dict[str, Any]:
    values = {field.name: getattr(before, field.name) for field in fields(PaperValues) if field.name != "scale"}
    scale = before.scale
    marks = {name: _mark(getattr(scale, name)) for name in ("lowest", "highest", "step")}
    return {**values, **marks, "digits": scale.digits}


def _mark(hundredths: int) -> Decimal:
    whole, part = divmod(hundredths, HUNDREDTHS)
    return Decimal(whole) if not part else Decimal(hundredths) / HUNDREDTHS


def _scale(typed: dict[str, Any]) -> Scale:
    lowest, highest, step = (int(typed[name] * HUNDREDTHS) for name in ("lowest", "highest", "step"))
    try:
        return Scale(lowest, highest, step, typed["digits"])
    except ScaleImpossible:
        raise ScaleUnfit from None
