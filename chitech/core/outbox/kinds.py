"""The kinds of message. An app declares its own in `emails.py` and registers them in `AppConfig.ready`.

    register(
        Kind(
            name="jobs.posting_closing",
            label=_("A posting that you saved is about to close"),
            description=_("Three days before an opening that you saved closes."),
            group=_("Jobs"),
            prepare=posting_closing_context,
            sample=posting_closing_sample,
        )
    )

Its templates are `outbox/jobs/posting_closing.subject.txt`, `.txt` and `.html` (see `rendering`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from chitech.core.outbox.choices import Channel, Frequency

if TYPE_CHECKING:
    from chitech.core.outbox.models import Message

Context = Mapping[str, Any]
# The words that a message is filled with at the moment it goes out, or None: there is nothing left to say.
Prepare = Callable[["Message"], Context | None]


def as_written(message: "Message") -> Context | None:
    """What the action wrote is all that the templates need."""
    context: Context = message.context
    return context


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What all messages of one kind have in common. Labels and reasons are lazy translations.

    `always` says why nobody can switch it off; without it people choose. `inbox` and `email` are what holds for those
    who have not chosen.
    `prepare` is asked when a message goes out, not when it is written: it may find that the posting has closed
    meanwhile, and answer None. Four keys of its answer have a meaning of their own: `url`, a path of ours or an
    address, is where the message leads; `summary` is one plain sentence. Inbox and digest show both beside the subject.
    `needed_by`, a moment: what comes later is of no use, so it goes in quiet hours that last longer than that.
    `calendar`, a `mime.Calendar`, goes with the email as an invitation; such a kind does not fold.
    `folds`: may be put together with others into a daily or weekly digest.
    `is_urgent`: someone waits for it (a code to sign in): goes before all others, at night too.
    `is_secret`: whoever reads it can act as that person: its context is wiped as soon as it is delivered or given up,
    and it is never in the inbox.
    `useful_for`: later than this after it is due it is given up rather than delivered.
    `is_public_address_ok`: may go to an address that belongs to no account.
    """

    name: str
    label: Any
    description: Any
    group: Any
    sample: Callable[[], Context]
    prepare: Prepare = as_written
    inbox: Frequency = Frequency.AT_ONCE
    email: Frequency = Frequency.AT_ONCE
    always: Any = None
    folds: bool = True
    one_click: bool = True
    is_public_address_ok: bool = False
    is_urgent: bool = False
    is_secret: bool = False
    useful_for: timedelta | None = None
    # Where unsubscribing means something narrower than the kind: the link for this message; empty for the kind's own.
    unsubscribe_link: "Callable[[Message], str] | None" = None
    # Where its templates are not those that the name gives.
    own_templates: "Templates | None" = None

    @property
    def templates(self) -> "Templates":
        """Its templates. That of HTML need not exist: then the text is set in the common page."""
        app, _dot, rest = self.name.partition(".")
        start = f"outbox/{app}/{rest}"
        return self.own_templates or Templates(f"{start}.subject.txt", f"{start}.txt", f"{start}.html")

    def default(self, channel: Channel) -> Frequency:
        """How often it comes by this channel to someone who has not chosen."""
        return self.inbox if channel == Channel.INBOX else self.email

    def choices(self, channel: Channel) -> list[Frequency]:
        """What a person may choose for this channel; nothing where it can't be switched off."""
        if self.always is not None:
            return []
        if channel == Channel.INBOX or not self.folds:
            return [Frequency.AT_ONCE, Frequency.OFF]
        return list(Frequency)


@dataclass(frozen=True)
class Templates:
    """Names of the templates of a message's email."""

    subject: str
    text: str
    html: str


class UnknownKind(LookupError):  # noqa: N818 - reads as what happened
    """No app has registered a kind of that name (any more)."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known. Raises ValueError if another one has its name, or its name has no app in it."""
    app, _dot, rest = kind.name.partition(".")
    if not app or not rest:
        raise ValueError(f"A kind is named app.kind, not {kind.name!r}.")
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"There is a kind {kind.name!r} already.")


def kind(name: str) -> Kind:
    """The kind of that name. Raises UnknownKind."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def all_kinds() -> list[Kind]:
    """Every kind, ordered by name, which keeps those of one app together."""
    return [_kinds[name] for name in sorted(_kinds)]
