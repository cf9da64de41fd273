"""What a running Sijill says of itself: heartbeats, figures for Prometheus, checks for people (docs/operations.md)."""
