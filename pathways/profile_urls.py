"""Addresses of profiles. Verbs are leaves that only a POST can ask for."""

from django.urls import path

from pathways.views import profiles, teams

urlpatterns = [
    path("me/", profiles.me, name="me"),
    path("me/title/", profiles.choose_title, name="choose-title"),
    path("me/ask/", profiles.ask, name="ask-for-skill"),
    path("me/skills/new/", profiles.rate, name="rate-new"),
    path("me/skills/<slug:slug>/", profiles.rate, name="rate"),
    path("me/skills/<slug:slug>/take-back/", profiles.take_back, name="take-back-skill"),
    path("team/", teams.team, name="team"),
    path("people/", teams.people, name="people"),
    path("people/<int:pk>/", teams.person, name="person"),
    path("people/<int:pk>/title/", teams.set_title, name="set-title"),
    path("people/<int:pk>/skills/new/", teams.name_skill, name="name-skill"),
    path("people/<int:pk>/skills/<int:record>/confirm/", teams.confirm, name="confirm-skill"),
    path("manage/skills/asked/", teams.asked, name="asked-skills"),
    path("manage/skills/asked/<int:pk>/answer/", teams.answer, name="answer-skill"),
]
