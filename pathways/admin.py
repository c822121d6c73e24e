"""The shared words, the titles and the civil-service facts on the administration site."""

from typing import override

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pathways.models import (
    BargainingUnit,
    CrosswalkScope,
    Family,
    Level,
    ResidencyRule,
    Revision,
    SelectionMethod,
    ServiceType,
    Skill,
    Title,
    TitleAlias,
    TitleChangeRule,
)


@admin.register(Family)
class FamilyAdmin(admin.ModelAdmin):
    """The fields of work and their lines."""

    list_display = ("name", "letter", "color", "order")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Level)
class LevelAdmin(admin.ModelAdmin):
    """The seven levels."""

    list_display = ("number", "name", "meaning")


@admin.register(Skill)
class SkillAdmin(admin.ModelAdmin):
    """The skills that titles, postings and later courses share."""

    list_display = ("name", "group")
    list_filter = ("group",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}


class RevisionInline(admin.TabularInline):
    """To look at only: what a title says changes by review and approval."""

    model = Revision
    fields = readonly_fields = ("number", "name", "state", "in_force_from", "pay_grade")
    extra = 0
    can_delete = False

    @override
    def has_add_permission(self, request: HttpRequest, obj: Title | None = None) -> bool:
        return False


class TitleAliasInline(admin.TabularInline):
    model = TitleAlias
    extra = 1


@admin.register(Title)
class TitleAdmin(admin.ModelAdmin):
    """A title with what it says and the words that find it."""

    list_display = ("code", "name_today", "family", "track", "level")
    list_filter = ("family", "track", "level")
    list_select_related = ("family", "level")
    search_fields = ("code", "revisions__name", "aliases__name")
    inlines = (RevisionInline, TitleAliasInline)

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Title]:
        return Title.objects.with_revision()

    @admin.display(description=_("name today"))
    def name_today(self, title: Title) -> str:
        return getattr(title, "name", None) or ""


@admin.register(BargainingUnit, ServiceType, SelectionMethod, ResidencyRule)
class CivilServiceFactAdmin(admin.ModelAdmin):
    """Rules as data, each with its source and its dates."""

    list_display = ("name", "code", "in_force_from", "in_force_to", "source")
    search_fields = ("name", "code")
    prepopulated_fields = {"code": ("name",)}


@admin.register(CrosswalkScope)
class CrosswalkScopeAdmin(admin.ModelAdmin):
    """Which old titles are technology (docs/adr/0064)."""

    list_display = ("kind", "value", "source")


@admin.register(TitleChangeRule)
class TitleChangeRuleAdmin(admin.ModelAdmin):
    """What stays when a title changes, and how to appeal."""

    list_display = ("kind", "name", "source", "in_force_from", "in_force_to")
    list_filter = ("kind",)
