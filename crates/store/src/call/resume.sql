UPDATE call
SET held_ms = held_ms + max(0, CAST(round((julianday(:at) - julianday(held_since)) * 86400000) AS INTEGER)),
    held_since = NULL
WHERE id = :id AND ended_at IS NULL AND held_since IS NOT NULL
