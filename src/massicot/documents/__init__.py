"""Document makers: plain values in, PDF bytes out, with Typst; no Django, no database, no clock."""
