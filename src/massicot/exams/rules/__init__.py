"""Rules of exams: one file a subject; what stands here is asked by other areas."""

from massicot.exams.rules.sessions import (
    ROUTE_NAMES,
    AlreadyPrepared,
    BothSidesOfTheWall,
    CameFromTheOtherSide,
    InstitutionUnknown,
    RouteFacts,
    RouteKind,
    SessionUnknown,
    SpecialtiesWithoutRoute,
    despatch_deadline,
    routes_in_force,
    specialty_routes,
)
