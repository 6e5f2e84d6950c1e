"""Rules of presence: one file a subject; what stands here is asked by other areas."""

from massicot.presence.rules.registers import LineSource, Presence
