"""The station's end of the exchange."""
