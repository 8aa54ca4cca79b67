"""The technician's side: setting a station up and looking after it."""
