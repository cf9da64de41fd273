"""Files of long lists, each made in a process of its own."""
