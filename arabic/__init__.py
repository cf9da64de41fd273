"""Arabic text as every part of Sijill compares it. Knows no Django and no other package of the project."""
