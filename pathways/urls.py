"""Addresses of Pathways."""

from django.urls import include, path

from pathways.views import career_map, public

app_name = "pathways"
urlpatterns = [
    path("", career_map.index, name="index"),
    path("titles/<str:code>/", public.title, name="title"),
    path("titles/<str:code>/history/", public.history, name="history"),
    path("compare/", public.compare, name="compare"),
    path("", include("pathways.profile_urls")),
    path("manage/", include("pathways.manage_urls")),
    path("degrees/", public.degree_summary, name="degrees"),
]
