"""Never ends while it is imported.

exercise: 03_gather
catalogue: 39
"""

while True:
    pass
