"""The review queue: its filter, its ready views, its orders, its pages."""
