"""Ways in besides the upload page: an archive on disk, a watched folder, a mailbox."""
