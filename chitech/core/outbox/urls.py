from django.urls import path

from chitech.core.outbox.views import dead_letters as views

app_name = "outbox"
urlpatterns = [
    path("manage/messages/", views.dead, name="dead"),
    path("manage/messages/resend/", views.resend_kind, name="resend-kind"),
    path("manage/messages/<int:pk>/resend/", views.resend, name="resend"),
]
