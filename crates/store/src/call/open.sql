SELECT id, opened_at, ended_at, outcome, query, procedure, note FROM call WHERE ended_at IS NULL ORDER BY opened_at, id
