"""The reader's proposal as data: its values, splitting one proposal, joining two. No Django here."""
