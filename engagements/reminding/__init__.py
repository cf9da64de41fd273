"""What people are told without asking again: notices on the pages, letters by e-mail."""
