SELECT procedure FROM favourite ORDER BY since, procedure
