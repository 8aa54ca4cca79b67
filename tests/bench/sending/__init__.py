"""How long sending takes at the screen, and how much a centre takes in, beside what their databases cost at least."""
