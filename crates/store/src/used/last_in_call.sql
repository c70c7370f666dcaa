SELECT kind FROM used WHERE call = :call ORDER BY used_at DESC LIMIT 1
