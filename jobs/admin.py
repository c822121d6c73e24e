"""Postings on the administration site: to look at. They are changed on HR's pages, where the rules are."""

from typing import Any

from django.contrib import admin

from jobs.models import Posting, PostingSkill


class _ReadOnly:
    """No adding, changing or deleting past the actions."""

    def has_add_permission(self, *_asked: Any) -> bool:
        return False

    def has_change_permission(self, *_asked: Any) -> bool:
        return False

    def has_delete_permission(self, *_asked: Any) -> bool:
        return False


class PostingSkillInline(_ReadOnly, admin.TabularInline):
    model = PostingSkill


@admin.register(Posting)
class PostingAdmin(_ReadOnly, admin.ModelAdmin):
    """A posting with every column it has."""

    list_display = ("business_title", "department", "state", "opens_at", "closes_at", "source", "external_id")
    list_filter = ("state", "department")
    list_select_related = ("department",)
    search_fields = ("business_title", "external_id")
    show_full_result_count = False
    inlines = (PostingSkillInline,)
