"""The translator's journeys: catalogs kept up to date, checked, counted, carried to a workbook and back, and seen."""
