"""Pictures for the documentation, drawn from the code so that they cannot be out of date."""
