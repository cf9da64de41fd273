"""What all lists of the register share: filter forms, facets, pages, query strings."""
