"""Every address of the system, by room."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from casework.ui.going_on import go_on

# One door for everybody: its limits and second factors hold for the administration too.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", include("casework.portal.urls")),
    path("complaints/", include("complaints.urls")),
    path("", include("blacklist.listing.urls")),
    path("inspections/", include("inspections.urls")),
    path("letters/", include("blacklist.letters.urls")),
    path("desk/", include("casework.desk.urls")),
    path("inspect/", include("inspections.phone.urls")),
    path("notifications/", include("notifications.urls")),
    path("files/", include("casework.engine.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("again/<str:name>/", go_on, name="go_on"),
    path("admin/", admin.site.urls),
]

handler400 = "casework.ui.views.bad_request"
handler403 = "casework.ui.views.forbidden"
handler404 = "casework.ui.views.not_found"
# allauth's too.
handler429 = "casework.ui.views.too_many"
handler500 = "casework.ui.views.server_error"
