"""What the previews of training's messages are filled with. Nobody here exists."""

from typing import Any

from django.conf import settings

_SESSION: dict[str, Any] = {
    "course": "Data with Python",
    "meetings": ["Tuesday 1 December, 9 a.m. to noon", "Tuesday 8 December, 9 a.m. to noon"],
    "where": "Room 1103, 33 N LaSalle St",
    "link": "",
    "session_note": "Bring a laptop. Lunch is on us.",
    "summary": "",
    "url": f"{settings.SITE_URL}/training/my/",
}


def confirmed() -> dict[str, Any]:
    return {**_SESSION, "starts": "Tuesday 1 December, 9 a.m.", "summary": "You have a seat."}


def in_line() -> dict[str, Any]:
    return {**_SESSION, "place": "You are number 4 of 12 in line.", "summary": "You are number 4 of 12 in line."}


def offer() -> dict[str, Any]:
    until = "Thursday 26 November, 3 p.m."
    return {**_SESSION, "until": until, "summary": f"A seat is held for you until {until}."}


def offer_ended() -> dict[str, Any]:
    return {**_SESSION, "summary": "The seat went to the next person in line."}


def reminder() -> dict[str, Any]:
    return {**_SESSION, "starts": "Tuesday 1 December, 9 a.m.", "summary": "It begins on Tuesday 1 December, 9 a.m."}


def changed() -> dict[str, Any]:
    return {**_SESSION, "before": ["Monday 30 November, 9 a.m. to noon"], "overlaps": True, "summary": "New dates."}


def put_back() -> dict[str, Any]:
    return {**_SESSION, "had_seat": True, "was": "enrolled", "reason": "", "summary": "You are next in line."}


def cancelled() -> dict[str, Any]:
    reason = "The instructor is ill."
    return {**_SESSION, "had_seat": True, "was": "enrolled", "reason": reason, "summary": reason}


def withdrawn() -> dict[str, Any]:
    return {**_SESSION, "had_seat": True, "was": "enrolled", "reason": "", "summary": "You gave your seat back."}


def declined() -> dict[str, Any]:
    reason = "We move to the new data center that week. Please take the session in March."
    return {**_SESSION, "reason": reason, "summary": reason}


def removed() -> dict[str, Any]:
    reason = "The room is smaller than we thought. The session in March has seats."
    return {**_SESSION, "had_seat": True, "was": "enrolled", "reason": reason, "summary": reason}


def from_coordinator() -> dict[str, Any]:
    words = "Please bring a laptop with a browser.\nThe door at LaSalle Street opens at 8:30."
    return {**_SESSION, "words": words, "sender": "Toni Trainer", "summary": words}


def follow_up() -> dict[str, Any]:
    asked = f"{settings.SITE_URL}/training/my/1/feedback/"
    said = "It is on your profile."
    return {**_SESSION, "is_done": True, "skills": ["Python", "SQL"], "feedback_url": asked, "summary": said}


def request() -> dict[str, Any]:
    return {
        **_SESSION,
        "person": "Stevie Staff",
        "note": "I look after the water data and want to stop copying it by hand.",
        "until": "Friday 27 November, 11:59 p.m.",
        "is_late": False,
        "summary": "Stevie Staff asks for a seat.",
    }


def interest() -> dict[str, Any]:
    return {**_SESSION, "count": 9, "size": 8, "is_worth_it": True, "summary": "9 people would come."}
