"""How releases come in besides the upload page, time limits of reading, and the reader's plug-ins."""

from __future__ import annotations

from config import environment
from config.settings.deployment import DATA_DIR

# --- Ways in besides the upload page: off unless named here --------------------------------------------------
WATCH_FOLDER = environment.text("SIJILL_WATCH_FOLDER", "")
MAILBOX_URL = environment.text("SIJILL_MAILBOX", "")
MAILBOX_SENDERS = environment.words("SIJILL_MAILBOX_SENDERS")

# --- Reading ------------------------------------------------------------------------------------------------
PARSE_LEASE_SECONDS = environment.number("SIJILL_PARSE_LEASE", 130)
SCAN_LEASE_SECONDS = environment.number("SIJILL_SCAN_LEASE", 310)
"""How long a worker may hold a release until another may take it over; above the task's time limit."""
REQUEUE_AFTER_SECONDS = environment.number("SIJILL_REQUEUE_AFTER", 60)
"""How long a received release may wait until the sweep considers its message lost."""
REQUEUE_ARCHIVE_AFTER_SECONDS = environment.number("SIJILL_REQUEUE_ARCHIVE_AFTER", 3600)
"""The same for a release from an imported archive, which waits for all before it."""

# --- The reader's plug-ins: off unless named here --------------------------------------------------------------
READER_CRF = environment.flag("SIJILL_READER_CRF")
READER_CRF_MODEL = DATA_DIR / "reader" / "people.crf"
READER_MODEL_URL = environment.text("SIJILL_READER_MODEL_URL", "")
READER_MODEL_NAME = environment.text("SIJILL_READER_MODEL_NAME", "")
READER_MODEL_KEY = environment.text("SIJILL_READER_MODEL_KEY", "")
READER_PLUGIN_SECONDS = environment.number("SIJILL_READER_PLUGIN_SECONDS", 10)
