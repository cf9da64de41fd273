"""Files that people handed in: kept, and handed out again."""
