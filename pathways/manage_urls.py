"""Addresses of HR's pages of titles. Verbs are leaves that only a POST can ask for."""

from django.urls import path

from pathways.views import drafts, moves, reviews

urlpatterns = [
    path("", drafts.index, name="manage"),
    path("titles/new/", drafts.new_title, name="new-title"),
    path("titles/<str:code>/", drafts.title, name="manage-title"),
    path("titles/<str:code>/start/", drafts.start, name="start-draft"),
    path("titles/<str:code>/retire/", drafts.retire, name="retire"),
    path("titles/<str:code>/bring-back/", drafts.bring_back, name="bring-back"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/autosave/", drafts.autosave, name="autosave"),
    path("drafts/<int:pk>/submit/", drafts.submit, name="submit"),
    path("drafts/<int:pk>/remark/", reviews.remark, name="remark"),
    path("remarks/<int:pk>/settle/", drafts.settle, name="settle"),
    path("drafts/<int:pk>/review/", reviews.review, name="review"),
    path("drafts/<int:pk>/approve/", reviews.approve, name="approve"),
    path("drafts/<int:pk>/ask/", reviews.ask, name="ask"),
    path("drafts/<int:pk>/take-back/", reviews.take_back, name="take-back"),
    path("drafts/<int:pk>/withdraw/", reviews.withdraw, name="withdraw"),
    path("moves/", moves.index, name="moves"),
    path("moves/add/", moves.add, name="add-move"),
    path("moves/check/", moves.faults, name="map-check"),
    path("moves/<int:pk>/", moves.edit, name="move"),
    path("moves/<int:pk>/remove/", moves.remove, name="remove-move"),
    path("register/", reviews.demands, name="register"),
    path("register/<int:pk>/confirm/", reviews.confirm, name="confirm-demands"),
    path("sets/new/", reviews.new_set, name="new-set"),
    path("sets/<int:pk>/", reviews.show_set, name="set"),
    path("sets/<int:pk>/submit/", reviews.decide_set, {"step": "submit"}, name="submit-set"),
    path("sets/<int:pk>/approve/", reviews.decide_set, {"step": "approve"}, name="approve-set"),
    path("sets/<int:pk>/withdraw/", reviews.decide_set, {"step": "withdraw"}, name="withdraw-set"),
]
