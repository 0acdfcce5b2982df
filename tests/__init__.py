"""Everything that proves the house, in its own rooms: bot, storage, handlers."""
