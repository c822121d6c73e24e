"""People who sign in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.access import Access, access_of
from chitech.core.accounts.querysets import SYSTEM_EMAIL, UserQuerySet
from chitech.core.audit.tracking import tracked, tracked_links


class UserManager(BaseUserManager["User"]):
    """Users by email; the letters' case never makes two people of one."""

    use_in_migrations = True

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, person: "User | AnonymousUser") -> UserQuerySet:
        """Whom a person may see. See `UserQuerySet`."""
        return self.get_queryset().visible_to(person)

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
    """A person who can sign in. Signs in by email. What they may see and do is said by their roles (`access`)."""

    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(
        _("language"), max_length=10, db_default="en", help_text=_("Pages and messages come in this language.")
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, db_default="America/Chicago", help_text=_("Times of day are told in this zone.")
    )
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

    @cached_property
    def access(self) -> Access:
        """What this person is and may do, read once. `refresh_from_db` forgets it."""
        return access_of(self)

    @property
    def needs_mfa(self) -> bool:
        """Whether this person's roles ask for a second factor."""
        return self.access.needs_mfa

    def forget_access(self) -> None:
        """Ask anew what this person may do: a role was given or taken."""
        self.__dict__.pop("access", None)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read the row again, and what the person may do with it."""
        super().refresh_from_db(*args, **kwargs)
        self.forget_access()

    def get_short_name(self) -> str:
        return self.name.partition(" ")[0] or self.email


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
