"""The search: what is asked, by which words it is looked for, what is found and where it is said."""
