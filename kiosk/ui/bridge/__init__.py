"""What QML sees of the station: one object for each screen's question."""
