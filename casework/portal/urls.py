"""Addresses for the public: the first page, following a case, the lists. Filing has its own room (complaints)."""

from django.urls import path
from django.views.generic import RedirectView

from .views import case, cinema, enrolling, entry, extend, home, list_files, lists, manual, notices, objecting, pool

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("file/", RedirectView.as_view(pattern_name="complaints:new"), name="file"),
    path("extend/", extend.extend, name="extend"),
    path("extend/<str:number>/", extend.sent, name="extend_sent"),
    path("list/<str:number>/object/", objecting.object_to, name="object"),
    path("objections/<str:number>/", objecting.sent, name="object_sent"),
    path("track/", entry.track, name="track"),
    path("track/case/<str:number>/", case.page, name="case"),
    path("track/case/<str:number>/seen/", case.seen, name="seen"),
    path("track/case/<str:number>/paper/", case.paper, name="paper"),
    path("track/case/<str:number>/<slug:act>/", case.act, name="act"),
    path("track/<str:token>/", entry.link, name="link"),
    path("platforms/", lists.platforms, name="platforms"),
    path("platforms.json", list_files.platforms_json, name="platforms_json"),
    path("platforms.rss", list_files.platforms_rss, name="platforms_rss"),
    path("platforms.xlsx", list_files.platforms_file, {"suffix": "xlsx"}, name="platforms_xlsx"),
    path("platforms.csv", list_files.platforms_file, {"suffix": "csv"}, name="platforms_csv"),
    path("platforms/<int:pk>/manual/", manual.manual, name="manual"),
    path("platforms/<int:pk>/manual/<int:number>/", manual.manual_page, name="manual_page"),
    path("notices/", notices.listed, name="notices"),
    path("notices/<str:number>/", notices.page, name="notice"),
    path("notices/<str:number>/manual/<int:page>/", notices.manual_page, name="notice_manual"),
    path("cinemas/", lists.cinemas, name="cinemas"),
    path("cinemas.json", list_files.cinemas_json, name="cinemas_json"),
    path("cinemas.rss", list_files.cinemas_rss, name="cinemas_rss"),
    path("cinemas.xlsx", list_files.cinemas_file, {"suffix": "xlsx"}, name="cinemas_xlsx"),
    path("cinemas.csv", list_files.cinemas_file, {"suffix": "csv"}, name="cinemas_csv"),
    path("cinemas/<str:code>/", cinema.page, name="cinema"),
    path("cinemas/<str:code>/poster/", cinema.poster, name="poster"),
    path("enrolling/", enrolling.enrolling, name="enrolling"),
    path("pool/", pool.pool, name="pool"),
    path("pool.xlsx", list_files.pool_file, {"suffix": "xlsx"}, name="pool_xlsx"),
    path("pool.csv", list_files.pool_file, {"suffix": "csv"}, name="pool_csv"),
    path("pool/photos/<uuid:pk>/", pool.photo, name="pool_photo"),
    path("pool/photos/<uuid:pk>/thumb/", pool.photo_thumb, name="pool_photo_thumb"),
    path("embed/platforms/", lists.embedded_platforms, name="embedded_platforms"),
    path("embed/cinemas/", lists.embedded_cinemas, name="embedded_cinemas"),
]
