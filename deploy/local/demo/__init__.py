"""One board's programme year, played through the public API as the organisations themselves would."""
