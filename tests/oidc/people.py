"""Who the provider knows, and the client that it lets ask."""

CLIENT_ID, CLIENT_SECRET, PASSWORD = "massicot", "between-the-two-only", "mot-de-passe-du-rectorat"
CHECKED = {
    "claire@cedres.invalid": True,
    "olivia@bureau.invalid": True,
    "nobody@elsewhere.invalid": True,
    "marc@perrin.invalid": False,
}
"""The people of the provider, and whether it has checked their e-mail."""
