SELECT procedure FROM reading WHERE call = :call ORDER BY read_at, procedure
