"""Monitoring: heartbeats, metrics for Prometheus, and checks for people (docs/operations.md)."""
