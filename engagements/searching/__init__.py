"""The search: parsing the query, expanding its words, finding entries, and showing where they match."""
