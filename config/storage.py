"""How static files are kept in production: compressed, under names with their hash."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it comes without types
    """Also the modules that a script imports get hashed names: after an update no old part runs with a new one."""

    support_js_module_import_aggregation = True
