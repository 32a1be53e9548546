"""Addresses: team."""

from django.urls import URLPattern, path

from saikne.cases.views import team, team_hand_over, team_hand_over_all, team_panels

urlpatterns: list[URLPattern] = [
    path("<int:pk>/team/", team.team, name="team"),
    path("<int:pk>/team/add/", team.team_add, name="team_add"),
    path("<int:pk>/team/deputy/", team.deputy, name="deputy"),
    path("<int:pk>/team/main-worker/", team.main_worker, name="main_worker"),
    path("team/<int:pk>/end/", team.team_end, name="team_end"),
    path("<int:pk>/hand-over/", team_hand_over.hand_over, name="hand_over"),
    path("hand-overs/all/", team_hand_over_all.hand_over_all, name="hand_over_all"),
    path("hand-overs/<int:pk>/", team_hand_over.hand_over_pack, name="hand_over_pack"),
    path("hand-overs/<int:pk>/receive/", team_hand_over.hand_over_receive, name="hand_over_receive"),
    path("hand-overs/<int:pk>/return/", team_hand_over.hand_over_return, name="hand_over_return"),
    path("changes/", team_panels.notices, name="notices"),
    path("changes/seen/", team_panels.notices_seen, name="notices_seen"),
]
