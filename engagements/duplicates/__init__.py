"""Pairs of partners or persons that may be one and the same: finding, listing and deciding (docs/names.md)."""
