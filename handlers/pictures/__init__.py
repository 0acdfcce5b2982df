"""Pictures drawn here, for chats: one file a picture, each the dressing of a whole text."""
