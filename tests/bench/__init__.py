"""The exchange measured beside the floor and its peers: ``python -m tests.bench``."""
