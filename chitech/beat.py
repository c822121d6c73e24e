"""What is done again and again, and how often, in seconds. `beat` asks for it; workers do it."""

from typing import Any


def schedule(*, outbox_sweep_seconds: float) -> dict[str, dict[str, Any]]:
    """Celery's beat schedule. The sweep of messages is as often as the environment says."""
    return {
        "take-up-imports-that-wait": {"task": "imports.take_up_what_waits", "schedule": 20.0},
        "forget-files-of-imports": {"task": "imports.forget_old", "schedule": 6 * 3600.0},
        # Certainty: what no nudge has told a worker about. A sweep that found no worker in time is not done later, too.
        "deliver-messages": {
            "task": "outbox.deliver",
            "schedule": outbox_sweep_seconds,
            "options": {"expires": outbox_sweep_seconds},
        },
        "forget-old-messages": {"task": "outbox.forget", "schedule": 24 * 3600.0},
        "make-data-exports": {"task": "accounts.make_data_exports", "schedule": 60.0},
        "forget-data-exports": {"task": "accounts.forget_data_exports", "schedule": 3600.0},
        "follow-departures": {"task": "accounts.follow_departures", "schedule": 3600.0},
        "clear-expired-sessions": {"task": "accounts.clear_expired_sessions", "schedule": 6 * 3600.0},
        "forget-kept-forms": {"task": "signin.forget_kept_forms", "schedule": 900.0},
        "forget-old-catalogue-changes": {"task": "jobs.forget_old_changes", "schedule": 300.0},
        "forget-old-vocabulary-changes": {"task": "pathways.forget_old_changes", "schedule": 300.0},
        "titles-follow-posts": {"task": "pathways.follow_posts", "schedule": 3600.0},
        "count-observed-moves": {"task": "pathways.count_observed_moves", "schedule": 24 * 3600.0},
        "remind-of-demands": {"task": "pathways.remind_of_demands", "schedule": 12 * 3600.0},
        "match-saved-searches": {"task": "jobs.match_saved_searches", "schedule": 60.0, "options": {"expires": 60.0}},
        "remind-of-saved-openings": {"task": "jobs.remind_of_saved_openings", "schedule": 600.0},
        "forget-old-saved-searches": {"task": "jobs.forget_old_saved", "schedule": 6 * 3600.0},
        "pass-on-offers-of-seats": {"task": "training.pass_on_offers", "schedule": 30.0, "options": {"expires": 30.0}},
        "follow-requests-for-courses": {"task": "training.follow_requests", "schedule": 600.0},
        "remind-of-courses": {"task": "training.remind", "schedule": 600.0},
        "refresh-search-words": {"task": "jobs.refresh_words", "schedule": 900.0},
        "refresh-words-of-courses": {"task": "training.refresh_words", "schedule": 900.0},
    }
