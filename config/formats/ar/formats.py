"""Latin digits with a point, as on all pages; Django's own Arabic has a comma."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
