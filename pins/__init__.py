"""The platform's command line, `pins`, and its folder drop, `pins-sync`: clients that know the API by HTTP alone."""
