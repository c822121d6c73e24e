"""Addresses of Pathways."""

from django.urls import include, path

from pathways.views import career_map, old_titles, public

app_name = "pathways"
urlpatterns = [
    path("", career_map.index, name="index"),
    path("titles/<str:code>/", public.title, name="title"),
    path("titles/<str:code>/card.png", public.title_picture, name="title-picture"),
    path("titles/<str:code>/history/", public.history, name="history"),
    path("compare/", public.compare, name="compare"),
    path("", include("pathways.profile_urls")),
    path("old-titles/", old_titles.search, name="old-titles"),
    path("my-title/", old_titles.my_title, name="my-title"),
    path("my-title/<int:pk>/ask/", old_titles.ask, name="ask-about-title"),
    path("manage/crosswalk/", include("pathways.crosswalk_urls")),
    path("", include("pathways.framework_urls")),
    path("manage/", include("pathways.manage_urls")),
    path("degrees/", public.degree_summary, name="degrees"),
]
