"""Every address of the program: one line per desk."""

from django.urls import include, path

handler400 = "massicot.web.shared.errors.bad_request"
handler403 = "massicot.web.shared.errors.forbidden"
handler404 = "massicot.web.shared.errors.not_found"
handler429 = "massicot.web.shared.errors.too_many"
handler500 = "massicot.web.shared.errors.server_error"

urlpatterns = [
    path("", include("massicot.web.shared.urls")),
    path("", include("massicot.web.shared.account_urls")),
    path("saisie/", include("massicot.web.portal.urls")),
    path("bureau/", include("massicot.web.office.urls")),
    path("epreuves/", include("massicot.web.examcentre.urls")),
    path("correction/", include("massicot.web.markingcentre.urls")),
    path("correcteur/", include("massicot.web.marker.urls")),
    path("etablissement/", include("massicot.web.school.urls")),
    path("inspection/", include("massicot.web.inspector.urls")),
]
