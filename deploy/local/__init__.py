"""The whole platform on one machine, started with one command."""
