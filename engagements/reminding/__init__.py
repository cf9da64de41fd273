"""Reminders: notices on the pages and letters by e-mail."""
