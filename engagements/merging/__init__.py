"""Two engagements become one: finding the other, and seeing what would happen."""
