"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

from chitech.core.outbox.views import mail_events
from chitech.portal import sitemap
from chitech.portal import views as portal

urlpatterns = [
    path("", portal.home, name="home"),
    path("livez", portal.livez, name="livez"),
    path("readyz", portal.readyz, name="readyz"),
    path("robots.txt", portal.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap.sitemap_file, name="sitemap-file"),
    path("jobs/", include("jobs.urls")),
    path("pathways/", include("pathways.urls")),
    path("training/", include("training.urls")),
    path("why/", include("chitech.portal.why_urls")),
    path("accounts/", include("chitech.core.signin.urls")),
    path("account/", include("chitech.core.accounts.mine_urls")),
    path("inbox/", include("chitech.core.outbox.inbox_urls")),
    path("people/", include("chitech.core.accounts.people_urls")),
    path("", include("chitech.core.outbox.urls")),
    path("mail/events/<str:provider>/", mail_events.report, name="mail-events"),
    path("design/emails/", include("chitech.core.outbox.preview_urls")),
    path("design/", include("chitech.core.design.urls")),
    path("admin/", admin.site.urls),
]
