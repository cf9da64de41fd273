"""How numbers are written, where Django writes them otherwise than the pages do."""
