"""The register as JSON, read only, for those who put it into other tools (docs/api.md)."""
