"""Addresses of Pathways."""

app_name = "pathways"
urlpatterns: list = []
