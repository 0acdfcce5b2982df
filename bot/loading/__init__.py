"""Figures brought in by a file: a row read strictly, compared with what is kept, made a revision.

Every format comes here as lines of the same columns; nothing here knows where they came from.
"""
