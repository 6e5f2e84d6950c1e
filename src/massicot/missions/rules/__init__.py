"""Rules of missions: one file a subject; what stands here is asked by other areas."""

from massicot.missions.rules.missions import AssignmentState, ConvocationAct, ConvocationState, MissionKind, RunKind
