"""The page on which a draft is reviewed, and what follows from what an editor left in its form."""
