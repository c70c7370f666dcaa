SELECT text, kind, count, reported, first_at, last_at
FROM missed_query
ORDER BY count DESC, reported DESC, last_at DESC, text
