"""Where a check begins to speak. Every threshold is a named setting with its reason."""

from decimal import Decimal

# What cannot be, told with a little room.
ABOVE_AREA = Decimal("1.05")  # a billing month is not a calendar month: bills and sales shift
ABOVE_WHOLE = Decimal("1.02")  # parts and whole are rounded, and weighed on different days

# What should agree.
FAR_BELOW_WHOLE = Decimal("0.50")  # less than half of the whole: many parts are not told yet
SENT_AND_RECEIVED = Decimal("0.10")  # two weighbridges, and loads on the way at midnight

# From year to year.
JUMP = Decimal("0.30")  # a year's sum of an activity seldom moves by a third; a lost digit tenfold
JUMP_SHARE = Decimal("0.01")  # of its ledger's total: what is smaller changes no account
SECTOR_JUMP = Decimal("0.20")  # many activities together move less than one of them
SECTOR_SHARE = Decimal("0.05")
NAMED_PLACES = 3  # who explains a jump: enough for a telephone list

# Twice the same.
CARRIED_OVER_MONTHS = 6  # this many months equal to last year's to the last digit is no chance
REPEATED_MONTHS = 6  # half a year of one and the same figure looks copied down a column
SMALL_COUNT = Decimal(20)  # 3 reams or 15 kg of gas every month is ordinary

# A head.
WASTE_KG_PERSON_DAY = Decimal("1.1")  # Thailand, about; the catalogue's own check figure
WASTE_TIMES = Decimal(3)  # registered heads are not residents: factories, holidays, commuters
VEHICLES_A_HEAD = Decimal(2)  # own assumption: more registered vehicles than two a head is a slip
