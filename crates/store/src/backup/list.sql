SELECT file, made_at, tickets FROM backup ORDER BY made_at DESC
