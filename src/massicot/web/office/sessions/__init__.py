"""The sessions: made, copied, changed; their exam centres and the place where marks are typed."""
