"""Addresses of what people keep: below /jobs/saved/."""

from django.urls import path

from jobs.views import saved, saved_links

urlpatterns = [
    path("", saved.index, name="saved"),
    path("new/", saved.new, name="saved-new"),
    path("sent/", saved.sent, name="saved-sent"),
    path("deleted/", saved_links.deleted, name="saved-deleted"),
    path("take-over/", saved.take_over, name="saved-take-over"),
    path("openings/<int:pk>/", saved.star, name="star"),
    path("openings/<int:pk>/remove/", saved.unstar, name="unstar"),
    path("<int:pk>/edit/", saved.edit, name="saved-edit"),
    *(
        path(f"<int:pk>/{verb}/", saved.change, {"verb": verb}, name=f"saved-{verb}")
        for verb in ("pause", "resume", "delete")
    ),
    path("confirm/<token>/", saved_links.confirm, name="saved-confirm"),
    path("stop/<token>/", saved_links.stop, name="saved-stop"),
    path("useful/<token>/", saved_links.useful, name="saved-useful"),
    path("link/<token>/", saved_links.link, name="saved-link"),
    path("link/<token>/edit/", saved_links.edit, name="saved-link-edit"),
    *(
        path(f"link/<token>/{verb}/", saved_links.change, {"verb": verb}, name=f"saved-link-{verb}")
        for verb in ("pause", "resume", "delete")
    ),
]
