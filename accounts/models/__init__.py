"""What is kept about accounts besides the account itself, which is `engagements.models.User`."""
