"""The people of a rehearsal: what they hold on paper, how they are, and what they do with a chat.

Each is a script that sees only what a person sees: the texts and buttons that arrived. Chance comes
in as a seeded `Random`, the hour with whatever is heard.
"""
