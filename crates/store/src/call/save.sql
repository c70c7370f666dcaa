INSERT INTO call (id, opened_at, ended_at, outcome, query, procedure, note)
VALUES (:id, :opened_at, :ended_at, :outcome, :query, :procedure, :note)
ON CONFLICT (id) DO UPDATE
SET query = excluded.query, procedure = excluded.procedure, note = excluded.note
WHERE call.ended_at IS NULL
