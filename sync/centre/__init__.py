"""The centre's end of the exchange: postings are taken in and published, stations join, registrations arrive."""
