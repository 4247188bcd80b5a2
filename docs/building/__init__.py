"""What the guide says of the code, from the code."""
