"""Files of postings from outside: each row becomes a posting or a reason why not."""
