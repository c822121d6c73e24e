"""What HR does with a reference role: link a title to it, and copy parts of it into a draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chitech.core.accounts.gates import PersonRequest, only_with
from chitech.core.accounts.roles import Permission
from pathways.choices import ItemKind
from pathways.errors import Incomplete, NotAllowed
from pathways.frameworks import actions, pages
from pathways.frameworks.forms import CopyForm, LinkForm
from pathways.models import ReferenceLink, TitleReference
from pathways.profiles.forms import grouped_skills
from pathways.views.framework_pages import edition_of, item_of, role_context

only_writers = only_with(Permission.WRITE_TITLES)


@require_POST
@only_writers
def link(request: PersonRequest, slug: str, code: str) -> HttpResponse:
    """Say which title of the city is like this role."""
    framework, edition, context = edition_of(request, slug)
    item, form = item_of(edition, code, ItemKind.ROLE), LinkForm(request.POST, auto_id="link_%s")
    if not form.is_valid():
        context |= role_context(framework, item, form=form)
        return render(request, "pathways/frameworks/role.html", context, status=422)
    actions.link_title(framework=framework, role_code=code, by=request.user, **form.cleaned_data)
    messages.success(request, _("Linked."))
    return redirect(f"{reverse('pathways:reference-role', args=[slug, code])}#titles")


@require_POST
@only_writers
def unlink(request: PersonRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """They are not alike after all."""
    reference = get_object_or_404(TitleReference, pk=pk, framework__slug=slug, role_code=code)
    actions.unlink_title(reference=reference, by=request.user)
    messages.success(request, _("The link is gone."))
    return redirect(f"{reverse('pathways:framework', args=[slug])}")


@require_http_methods(["GET", "HEAD", "POST"])
@only_writers
def copy(request: PersonRequest, slug: str, code: str) -> HttpResponse:
    """Choose what goes into the draft of a title."""
    _framework, edition, context = edition_of(request, slug)
    item = item_of(edition, code, ItemKind.ROLE)
    rows = ReferenceLink.objects.filter(source=item, target__kind=ItemKind.SKILL).exclude(target__name="")
    links = list(rows.select_related("target").order_by("target__name"))
    form = CopyForm(
        request.POST if request.method == "POST" else None,
        statements=pages.statements(item), links=links, same=pages.same_skills(links), menu=grouped_skills(),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            draft = actions.copy_into_draft(
                title=values["title"], role=item, by=request.user, duties=values["sentences"], skills=values["skills"]
            )
        except (Incomplete, NotAllowed):
            form.add_error(
                "title", _("This title can’t be written now: it is in review, retired, or says nothing yet.")
            )
        else:
            messages.success(request, _("Copied into the draft. Now make it the city’s own words."))
            return redirect("pathways:draft", draft.pk)
    context |= {"item": item, "form": form}
    return render(request, "pathways/frameworks/copy.html", context, status=422 if form.errors else 200)
