"""The best support plan for all schools of a project at once. Pure: plain data in, plain data out, no database."""
