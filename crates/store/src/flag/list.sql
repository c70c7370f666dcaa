SELECT procedure, version, edition, query, note, at FROM flag ORDER BY at DESC, procedure
