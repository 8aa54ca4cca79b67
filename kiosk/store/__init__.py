"""What is kept on a station: the catalogue of content and the outbox of envelopes. The one owner of SQLite."""
