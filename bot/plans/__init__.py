"""Beyond the account: facts of places, base year, targets, business as usual, measures, indicators.

A plan is one document, read strictly by `reading`; its numbers come out of pure functions, one file
a subject, and `wedges.scenario` puts them side by side year by year.
"""
