"""What a head of institution sends back of a list: by what it was known when they read it."""

from django import forms


class StaffSeenForm(forms.Form):
    """The list as the page showed it."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)
