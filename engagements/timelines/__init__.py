"""The timeline of a country, partner, person or topic: its filter and its entries."""
