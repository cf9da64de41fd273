"""How all parts of Sijill compare Arabic text. Knows no Django and no other package of the project."""
