"""Calendars: follow-ups and engagements as entries, and the address under which an account subscribes to them."""
