"""The list of all countries, and the world map."""
