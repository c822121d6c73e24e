"""People who sign in, and the departments of the city."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked, tracked_links

SYSTEM_EMAIL = "system@chitech.invalid"


class UserManager(BaseUserManager["User"]):
    """Users by email; the letters' case never makes two people of one."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Add a person. Raises ValueError without an email; without a password they can only reset one."""
        if not email:
            raise ValueError("A user needs an email address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Add a person who may do everything in Django's admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def system(self) -> "User":
        """The account that stands in `x_by` where a command, not a person, did something. Nobody can sign in as it."""
        user, _created = self.get_or_create(
            email=SYSTEM_EMAIL, defaults={"name": "Chi Tech Talent", "is_active": False, "password": "!"}
        )
        return user


@tracked(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in. Signs in by email.

    `is_city_staff` and `is_hr` say what a person may see and do until roles and employments exist (docs/adr/0004).
    """

    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    is_city_staff = models.BooleanField(
        _("works for the city"), default=False, help_text=_("Sees the openings that are for city staff only.")
    )
    is_hr = models.BooleanField(_("works in HR"), default=False, help_text=_("May write, publish and import postings."))
    is_staff = models.BooleanField(_("may open the administration site"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_whatever_case",
                violation_error_message=_("There is already an account with this email address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.name.partition(" ")[0] or self.email


@tracked()
class Department(models.Model):
    """A department of the city, as its budget names it."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@tracked_links
class UserGroup(User.groups.through):  # type: ignore[name-defined]
    """A proxy of the link table, so that its history is kept."""

    class Meta:
        proxy = True


@tracked_links
class UserPermission(User.user_permissions.through):  # type: ignore[name-defined]
    """A proxy of the link table, so that its history is kept."""

    class Meta:
        proxy = True
