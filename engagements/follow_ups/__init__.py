"""The list of follow-ups: what it can be asked, in which order it stands, what is changed in it."""
