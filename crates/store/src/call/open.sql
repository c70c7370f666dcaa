SELECT id, opened_at, ended_at, outcome, query, procedure, elsewhere, note, held_since, held_ms, ticked
FROM call WHERE ended_at IS NULL ORDER BY opened_at, id
