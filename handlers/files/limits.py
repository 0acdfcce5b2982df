"""The bounds of what is taken in; each with its reason."""

MOST_BYTES = 10 * 1024 * 1024  # LINE's largest picture; a scanned bill is far below
OPENING_SECONDS = 15  # of wall time; a phone's photo takes half a second
OPENING_CPU_SECONDS = 8  # a year's workbook takes one; hostile ones hold the next file up no longer
OPENING_MEMORY_BYTES = 768 * 1024 * 1024  # 40 megapixels thrice over, and the interpreter

MOST_PIXELS = 50_000_000  # the largest phone pictures in use
LONGEST_EDGE = 3_000  # pixels: small print on an A4 bill stays readable
JPEG_QUALITY = 85

MOST_PAGES = 50  # of a PDF; a bill has one or two

MOST_UNPACKED_BYTES = 20 * 1024 * 1024  # all parts of a workbook together
MOST_PARTS = 500
MOST_SHEETS = 40  # that are shown: one a month, or one a day
MOST_ROWS = 2_000
MOST_COLUMNS = 60
MOST_CELLS = 30_000  # with something in them, over all sheets
LONGEST_CELL = 300  # letters

# Tables an administrator brings in by the command line; they are read row by row.
MOST_LOADED_BYTES = 256 * 1024 * 1024  # a province-year of values.csv has 25
MOST_LOADED_UNPACKED_BYTES = 1024 * 1024 * 1024  # of a workbook's parts; the same as XLSX has 160
MOST_LOADED_ROWS = 300_000  # five province-years
LOADING_CPU_SECONDS = 300  # a workbook of that length takes 130
