"""The register as JSON, read-only, for other programs (docs/api.md)."""
