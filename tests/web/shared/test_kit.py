"""What desks share: tasks in the order in which they must be done, fields that forgive, acts done or refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext
from lxml import html

from massicot.core.refused import Refused
from massicot.web.shared import fields, instants
from massicot.web.shared.addresses import address_of_each
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.outcome import succeeds
from massicot.web.shared.tasks import Task, Urgency, rank_tasks
from massicot.web.shared.templatetags.written import breakable

NOW = datetime(2017, 5, 11, 8, tzinfo=UTC)


def task(name, hours=None, urgency=Urgency.NOW):
    due_at = None if hours is None else NOW + timedelta(hours=hours)
    return Task(name, "Do", "/", urgency, due_at)


def test_late_tasks_come_first_then_the_urgent_then_the_nearest():
    tasks = [
        task("no deadline"),
        task("later", urgency=Urgency.LATER),
        task("tomorrow", 24),
        task("tonight", 3),
        task("at once", 40, Urgency.AT_ONCE),
        task("late", -1, Urgency.LATER),
        task("next year", 24 * 365),
    ]
    shown = rank_tasks(tasks, NOW)
    in_order = ["late", "at once", "tonight", "tomorrow", "no deadline", "later", "next year"]
    assert [one.task.sentence for one in shown] == in_order
    assert [one.is_late for one in shown] == [True] + [False] * 6


def test_the_address_of_each_row_is_the_one_that_its_page_has():
    where = ["9900001A", "BTS-2017", "CGE"]
    for view in ("markingcentre:batch", "markingcentre:hand_out"):
        for code in ("B-BTS-2017-CGE-0001", "é ~?#%:@+&"):
            assert address_of_each(view, where)(code) == reverse(view, args=[*where, code])


def test_a_long_choice_says_which_of_its_options_is_chosen():
    field = forms.ChoiceField(choices=[("", "-"), ("a", "A & B"), ("b", "B")], widget=fields.LongSelect)
    shown = html.fromstring(field.widget.render("which", "b", attrs={"id": "which"}))
    assert (shown.get("name"), shown.get("id")) == ("which", "which")
    options = [(one.get("value"), one.text, one.get("selected") is not None) for one in shown.findall("option")]
    assert options == [("", "-", False), ("a", "A & B", False), ("b", "B", True)]


class Typed(forms.Form):
    count = fields.CountField()
    number = fields.NumberField(required=False)
    day = fields.DayField(required=False)
    at = fields.InstantField(required=False)
    reason = fields.ReasonField(required=False)


@pytest.mark.parametrize("count", ["-1", "1,5", "douze", "", "99999999"])
def test_a_count_that_is_none_is_said_in_words(count):
    form = Typed({"count": count})
    assert not form.is_valid()
    assert all("Saisissez" in error or "saisissez" in error or "retapez" in error for error in form.errors["count"])


def test_a_number_is_read_with_spaces_and_small_letters_and_its_letter_is_checked():
    form = Typed({"count": " 3 ", "number": "0000 0001b"})
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["number"], form.cleaned_data["count"]) == ("00000001B", 3)
    assert "number" in Typed({"count": "3", "number": "00000001C"}).errors


def test_days_and_instants_are_shown_as_browsers_read_them():
    shown = Typed(initial={"day": NOW.date(), "at": NOW}).as_p()
    assert 'value="2017-05-11"' in shown
    assert 'value="2017-05-11T10:00"' in shown


class Closed(Refused):
    """An act refused."""

    sentence = "The day of {centre} is closed."


def test_a_refused_act_is_said_on_the_form_that_asked_for_it():
    def refuse():
        raise Closed(centre="Les Cèdres")

    form = Typed({"count": "3"})
    assert not succeeds(form, refuse)
    assert (form.non_field_errors(), form.data["count"]) == (["The day of Les Cèdres is closed."], "3")


def test_an_act_is_not_tried_on_a_form_that_is_not_whole():
    done = []
    assert not succeeds(Typed({"count": "?"}), lambda: done.append(1))
    assert succeeds(Typed({"count": "3"}), lambda: done.append(2))
    assert done == [2]


@pytest.mark.parametrize(("language", "shown"), [("fr", "6\N{NO-BREAK SPACE}082 copies"), ("en", "6,082 copies")])
def test_a_number_in_a_sentence_is_written_in_groups_of_three_and_chooses_the_plural(language, shown):
    with translation.override(language):
        assert f"{Grouped(6082)} copies" == shown
        assert ngettext("{n} script", "{n} scripts", Grouped(6082)).format(n=Grouped(6082)).startswith(shown[:5])


def test_an_address_is_broken_where_its_parts_meet():
    assert breakable("a.b@c.fr") == "a<wbr>.b@<wbr>c<wbr>.fr"
    assert breakable("<b>@c") == "&lt;b&gt;@<wbr>c"


@pytest.mark.parametrize(
    "typed", ["9999-12-31T23:59", "9999-12-31T23:59-14:00", "0001-01-01T00:00+14:00", "0001-01-01T00:00"]
)
def test_an_instant_at_either_end_of_the_calendar_is_to_be_chosen_anew(typed):
    with pytest.raises(forms.ValidationError):
        fields.InstantField().clean(typed)


class Named(forms.Form):
    name = forms.CharField(max_length=5)


def test_an_input_keeps_what_is_too_long_and_says_so():
    assert "maxlength" not in str(Named()["name"])
    form = Named({"name": "six letters"})
    assert (form.is_valid(), form["name"].value()) == (False, "six letters")


@pytest.mark.parametrize(
    ("language", "whole", "short"),
    [("fr", "1er juin 2017 à 8 h 05", "01/06 8 h 05"), ("en", "1 June 2017 08:05", "01/06 08:05")],
)
def test_an_instant_is_written_as_its_language_does(language, whole, short):
    at = datetime(2017, 6, 1, 8, 5, tzinfo=UTC)
    with translation.override(language):
        assert [" ".join(words.split()) for words in (instants.day_and_hour(at), instants.short(at))] == [whole, short]
