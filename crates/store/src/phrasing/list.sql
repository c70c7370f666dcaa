SELECT text, kind, id, count, first_at, last_at FROM phrasing ORDER BY count DESC, last_at DESC, text, kind, id
