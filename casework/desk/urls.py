"""Addresses of the desk; the pages of parties lie under ours/, for complaints under party/."""

from django.urls import include, path

from . import (
    views_absences,
    views_board,
    views_cases,
    views_cinema_list,
    views_codes,
    views_drafts,
    views_letters,
    views_like,
    views_lists,
    views_open,
    views_team,
)
from .intake import views as intake
from .listed import views as listed

desk = [
    path("", views_lists.home, name="home"),
    path("mine/", views_lists.mine, name="mine"),
    path("approve/", views_lists.approve, name="approve"),
    path("queue/", views_lists.queue, name="queue"),
    path("all/", views_lists.every, name="all"),
    path("team/", views_team.team, name="team"),
    path("team/time/", views_team.team_time, name="team_time"),
    path("team/hand-over/", views_team.hand_over_cases, name="team_hand_over"),
    path("absences/", views_absences.absences_page, name="absences"),
    path("absences/<int:pk>/end/", views_absences.end_absence, name="absence_end"),
    path("rows/", views_lists.rows, name="rows"),
    path("board/", views_board.board, name="board"),
    path("board/urge/", views_board.urge, name="board_urge"),
    path("archive/", listed.archive, name="archive"),
    path("praise/", listed.praise, name="praise"),
    path("open/<slug:kind>/", views_open.open_one, name="open"),
    path("take/", views_lists.take, name="take"),
    path("intake/", intake.intake, name="intake"),
    path("intake/cinemas/", intake.cinemas, name="intake_cinemas"),
    path("intake/similar/", intake.similar, name="intake_similar"),
    path("intake/<str:number>/", intake.receipt, name="intake_receipt"),
    path("cases/<str:number>/", views_cases.case, name="case"),
    path("cases/<str:number>/live/", views_cases.live, name="live"),
    path("cases/<str:number>/sheet/", views_cases.sheet, name="sheet"),
    path("cases/<str:number>/list/<int:pk>/", views_cinema_list.cinema_list, name="list"),
    path("cases/<str:number>/list/<int:pk>/copy/", views_cinema_list.cinema_list_copy, name="list_copy"),
    path("cases/<str:number>/list/<int:pk>/<int:line>/", views_cinema_list.cinema_list_line, name="list_line"),
    path("cases/<str:number>/letters/<int:pk>/", views_letters.letter, name="letter"),
    path("cases/<str:number>/like/", views_like.like, name="like"),
    path("cases/<str:number>/contact/", views_cases.contact, name="contact"),
    path("cases/<str:number>/code/", views_codes.new_code, name="new_code"),
    path("cases/<str:number>/told/<int:delivery>/send/", views_cases.send, name="send"),
    path("cases/<str:number>/acts/<slug:name>/", views_cases.act, name="act"),
    path("cases/<str:number>/acts/<slug:name>/draft/", views_drafts.draft, name="draft"),
]

urlpatterns = [
    path("", include((desk, "desk"))),
    path("party/", include("casework.desk.respondents.urls")),
    path("field/", include("casework.desk.field.urls")),
    path("ours/", include("casework.desk.ours.urls")),
]
