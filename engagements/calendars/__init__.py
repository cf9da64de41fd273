"""Follow-ups and engagements as calendar entries, and the address at which an account subscribes to them."""
