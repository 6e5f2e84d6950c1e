"""Tables that come in: what they hold, what their reading reports."""
