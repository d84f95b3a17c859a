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
