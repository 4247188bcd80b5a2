"""How the scenarios of a sandbox come about: each is played through the four services, then taken down."""
