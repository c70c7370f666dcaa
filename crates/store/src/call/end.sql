-- Whoever was on hold at the end has not talked since.
UPDATE call
SET ended_at = :at, outcome = :outcome,
    held_ms = held_ms + max(0, coalesce(CAST(round((julianday(:at) - julianday(held_since)) * 86400000) AS INTEGER), 0)),
    held_since = NULL
WHERE id = :id AND ended_at IS NULL
