"""Addresses of the jobs app."""

from django.urls import include, path

from jobs.views import machines, public

app_name = "jobs"
urlpatterns = [
    path("", public.index, name="list"),
    path("words/", public.words, name="words"),
    path("feed/", machines.feed, name="feed"),
    path("card.png", machines.site_picture, name="picture"),
    path("<int:pk>/card.png", machines.posting_picture, name="posting-picture"),
    path("manage/", include("jobs.manage_urls")),
    path("saved/", include("jobs.saved_urls")),
    path("<int:pk>-<slug:slug>/", public.detail, name="detail"),
    path("<int:pk>/", public.detail, name="short"),
]
