"""Functions of the database that do what `arabic` does, made from its tables; migrations write them."""
