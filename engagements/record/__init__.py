"""One engagement: its values, the words behind each, and where its sources disagree."""
