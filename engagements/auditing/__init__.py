"""The trail: its chain, the heads that are kept of it elsewhere, and how it is asked, shown and exported."""
