"""The review queue: its filters, ready views, orders and pages."""
