"""Every address of the system, by room."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("casework.portal.urls")),
    path("complaints/", include("complaints.urls")),
    path("desk/", include("casework.desk.urls")),
    path("notifications/", include("notifications.urls")),
    path("files/", include("casework.engine.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]

handler403 = "casework.ui.views.forbidden"
handler404 = "casework.ui.views.not_found"
handler500 = "casework.ui.views.server_error"
