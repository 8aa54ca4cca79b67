"""What a posting may not say, by rules that are named: each has its article, and a posting is refused or flagged."""
