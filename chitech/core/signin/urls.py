"""Under /accounts/, before allauth's own addresses."""

from django.urls import include, path

from chitech.core.signin import again_views, city_views, views

_own = (
    [
        path("session/", views.session, name="session"),
        path("session/extend/", views.extend, name="extend"),
        path("sessions/<int:pk>/end/", views.end_session, name="end-session"),
        path("reauthenticate/code/", again_views.by_code, name="by-code"),
        path("kept/", views.kept_forms, name="kept"),
        path("kept/<int:pk>/forget/", views.forget_kept_form, name="forget-kept"),
    ],
    "signin",
)

urlpatterns = [
    path("", include(_own)),
    path("city/login/", city_views.login, name="city_login"),
    path("city/login/callback/", city_views.callback, name="city_callback"),
    path("city/address-taken/", city_views.email_taken, name="city_email_taken"),
    path("city/address-unconfirmed/", city_views.email_unverified, name="city_email_unverified"),
    path("password/set/", again_views.choose_password, name="account_set_password"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("connections/", include("allauth.socialaccount.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
