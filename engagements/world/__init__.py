"""All countries at a glance: their list and their map."""
