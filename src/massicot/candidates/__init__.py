"""Civil identity, entries and attendance: the only area that knows who sits."""
