"""The write vocabulary of enrollment: one verb each, one transaction, the change with its move rows and messages.

    enrolling    enroll, enroll_for, note_interest, drop_interest
    deciding     approve, decline, escalate_due, end_requests_too_late
    leaving      withdraw, leave, remove
    offering     accept, refuse, pass_on_due
    running      set_seats, cancel_session, move_session
    completing   mark, complete
    calendars    open_calendar, close_calendar

Every step that touches seats or the line takes the session's row first (`steps.lock`, or inside the statement itself),
so that the steps of one session happen one after the other and those of different sessions don't wait (docs/adr/0070).
"""
