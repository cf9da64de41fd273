"""SQL functions that do the same as `arabic`, generated from its tables. Migrations create them in the database."""
