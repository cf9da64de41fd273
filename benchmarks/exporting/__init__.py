"""Exports of long lists, each run in a process of its own."""
