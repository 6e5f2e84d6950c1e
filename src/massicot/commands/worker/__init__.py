"""A worker: takes up long work, sends letters, reminds people of their deadlines, one thing after the other.

Beside all that, a thread of its own counts the ladders of large papers, and another sends urgent letters.

`loop` binds each kind of work to its service, which stands in the module of its subject: tables, documents, calls. The
binding stands here and not in `config`, which commands cannot see.
"""
