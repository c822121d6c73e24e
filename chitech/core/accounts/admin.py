"""People and departments on the administration site."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.access import may
from chitech.core.accounts.actions import keep_somebody_beside
from chitech.core.accounts.errors import RefusedError
from chitech.core.accounts.models import Department, User
from chitech.core.accounts.roles import Permission


class NewUserForm(AdminUserCreationForm):
    """A person is told by their email."""

    class Meta:
        model = User
        fields = ("email", "name")


class PersonForm(UserChangeForm):
    """Who may sign in, and who may do everything: never so that nobody is left to give roles."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        stays = cleaned.get("is_active") and cleaned.get("is_superuser")
        before = User.objects.get(pk=self.instance.pk)
        if not stays and may(before, Permission.GIVE_ROLES):
            try:
                keep_somebody_beside(before)
            except RefusedError as refusal:
                raise ValidationError(refusal.message) from refusal
        return cleaned


@admin.register(User)
class PersonAdmin(UserAdmin):
    """A person's account. What they may do in the portal is decided on the portal's own page, not here."""

    add_form = NewUserForm
    form = PersonForm
    ordering = ("email",)
    list_display = ("email", "name", "is_superuser", "is_active")
    list_filter = ("is_superuser", "is_active")
    search_fields = ("email", "name")
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("May"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """An address is changed by its person, with a code that goes there: codes to sign in follow that alone."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "email") if obj else fields

    def has_delete_permission(self, _request: HttpRequest, _obj: User | None = None) -> bool:
        """An account is switched off here. Its person deletes it, with what each app knows of them (`my_data`)."""
        return False

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Its person is told, as of any other change of their locks."""
        before = User.objects.filter(pk=id).values_list("password", flat=True).first() if id.isdigit() else None
        answer: HttpResponse = super().user_change_password(request, id, form_url)
        person = User.objects.filter(pk=id).first() if before is not None else None
        if person and person.password != before:
            get_adapter(request).send_notification_mail("account/email/password_changed", person, email=person.email)
        return answer


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin):
    """The departments that postings name."""

    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}
