"""The room that thinks: facts in, words and changes out. No network, no clock, no SQL."""
