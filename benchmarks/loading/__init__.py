"""Simulates a day at the ministry in minutes: viewers, editors, exports and incoming releases at once, over HTTP."""
