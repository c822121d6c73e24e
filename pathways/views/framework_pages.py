"""Reference frameworks for everyone to read, each page with its attribution and licence."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from chitech.core.accounts.access import may
from chitech.core.accounts.roles import Permission
from pathways.choices import ItemKind
from pathways.frameworks import comparing, pages
from pathways.frameworks.forms import LinkForm
from pathways.models import ReferenceEdition, ReferenceFramework, ReferenceItem, ReferenceLink


@require_safe
@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """The frameworks that were brought in."""
    frameworks = ReferenceFramework.objects.prefetch_related("editions")
    context = {"frameworks": frameworks, "may_import": may(request.user, Permission.WRITE_TITLES)}
    return render(request, "pathways/frameworks/index.html", context)


def edition_of(request: HttpRequest, slug: str) -> tuple[ReferenceFramework, ReferenceEdition, dict[str, Any]]:
    """A framework in the edition of the address, else in its newest one; and what each of its pages shows."""
    framework = get_object_or_404(ReferenceFramework, slug=slug)
    editions = list(framework.editions.all())
    asked = request.GET.get("edition", "")
    edition = next((each for each in editions if each.name == asked or not asked), None)
    if edition is None:
        raise Http404
    edition.framework = framework
    context = {
        "framework": framework,
        "edition": edition,
        "editions": editions,
        "is_newest": edition == editions[0],
        "query": "" if edition == editions[0] else f"?edition={edition.name}",
        "may_write": may(request.user, Permission.WRITE_TITLES),
    }
    return framework, edition, context


@require_safe
@login_not_required
def framework(request: HttpRequest, slug: str) -> HttpResponse:
    """A framework's roles by category."""
    _framework, edition, context = edition_of(request, slug)
    q = request.GET.get("q", "").replace("\0", "")[:200]
    context |= {"groups": pages.roles_by_category(edition, q), "q": q, "counts": pages.counts(edition)}
    return render(request, "pathways/frameworks/framework.html", context)


def item_of(edition: ReferenceEdition, code: str, *kinds: ItemKind) -> ReferenceItem:
    """Raises Http404."""
    rows = ReferenceItem.objects.select_related("category").filter(edition=edition, code=code, kind__in=kinds)
    item = rows.first()
    if item is None:
        raise Http404
    item.edition = edition
    return item


@require_safe
@login_not_required
def role(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A role: what it is, what it needs, and which titles of the city are like it."""
    framework, edition, context = edition_of(request, slug)
    item = item_of(edition, code, ItemKind.ROLE)
    return render(request, "pathways/frameworks/role.html", context | role_context(framework, item))


def role_context(framework: ReferenceFramework, item: ReferenceItem, *, form: LinkForm | None = None) -> dict[str, Any]:
    """What the page of a role shows besides."""
    siblings = ReferenceItem.objects.filter(edition=item.edition, kind=ItemKind.ROLE, group=item.group)
    return {
        "item": item,
        "siblings": siblings.exclude(pk=item.pk) if item.group else [],
        "needs": pages.needs_of(item),
        "references": pages.linked_titles(framework, [item.code]),
        "link_form": form or LinkForm(auto_id="link_%s"),
    }


@require_safe
@login_not_required
def skill(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A skill: what it means at each level, and which roles need it."""
    _framework, edition, context = edition_of(request, slug)
    item = item_of(edition, code, ItemKind.SKILL, ItemKind.KNOWLEDGE, ItemKind.TASK, ItemKind.AREA)
    links = ReferenceLink.objects.filter(target=item, source__kind=ItemKind.ROLE).select_related("source")
    levels = [(int(number), text) for number, text in sorted(item.levels.items()) if text]
    context |= {"item": item, "levels": levels, "links": links.order_by("source__group", "level", "source__name")}
    return render(request, "pathways/frameworks/skill.html", context)


@require_safe
@login_not_required
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """What came, changed and went between two editions; by default the newest and the one before it."""
    framework, _edition, context = edition_of(request, slug)
    by_name = {each.name: each for each in context["editions"]}
    newest = list(by_name.values())
    after = by_name.get(request.GET.get("to", ""), newest[0])
    before = by_name.get(request.GET.get("from", ""), newest[min(1, len(newest) - 1)])
    if before != after:
        differences = comparing.between(before, after)
        gone = {item.code for each in differences if each.kind == ItemKind.ROLE for item in each.retired}
        moved = {one.item.code for each in differences if each.kind == ItemKind.ROLE for one in each.changed}
        touched = pages.linked_titles(framework, gone | moved) if context["may_write"] else []
        context |= {"differences": differences, "touched": touched, "gone": gone}
    return render(request, "pathways/frameworks/changes.html", context | {"before": before, "after": after})
