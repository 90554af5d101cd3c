"""A deadline as a calendar file (RFC 5545), for the reader's own calendar."""

import hashlib
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

_WARNED_BEFORE = (timedelta(days=7), timedelta(days=2))


def calendar_file(due: date, title: str, description: str, url: str, *, made_at: datetime) -> bytes:
    """A whole-day event on the last day, with two reminders. The same deadline always has the same UID."""
    calendar = Calendar()
    calendar.add("prodid", "-//Parvis//deadlines//FR")
    calendar.add("version", "2.0")
    event = Event()
    event.add("uid", hashlib.sha256(f"{due}|{url}".encode()).hexdigest()[:32] + "@parvis")
    event.add("dtstamp", made_at)
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("summary", title)
    event.add("description", description)
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    for before in _WARNED_BEFORE:
        event.add_component(_reminder(title, before))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _reminder(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -before)
    return alarm
