"""The page of a country, a partner, a person or a topic: its filter and its entries."""
