"""What the machine proposed, as data: its values, one divided in two, two united in one. Knows no Django."""
