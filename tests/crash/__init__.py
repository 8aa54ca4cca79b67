"""What a power cut, a kill and a full disk may do to a station, and what they may not."""
