"""The room that remembers: the only one that speaks SQL."""
