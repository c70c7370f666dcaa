SELECT id, opened_at, ended_at, outcome, query, procedure, note FROM call WHERE id = :id
