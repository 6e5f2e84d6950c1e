"""A worker: takes up long work, sends letters, reminds people of their deadlines, one thing after the other.

Beside all that, a thread of its own counts the ladders of large papers, and another sends urgent letters.

`kinds` binds each kind of work to its service, one module per trade: tables, papers, documents, invitations,
convocations, plans. The binding stands here and not in `config`, which commands cannot see.
"""
