INSERT INTO call (id, opened_at, ended_at, outcome, query, procedure, elsewhere, note, ticked)
VALUES (:id, :opened_at, :ended_at, :outcome, :query, :procedure, :elsewhere, :note, :ticked)
ON CONFLICT (id) DO UPDATE
SET outcome = excluded.outcome,
    query = excluded.query,
    procedure = excluded.procedure,
    elsewhere = excluded.elsewhere,
    note = excluded.note,
    ticked = excluded.ticked
WHERE call.ended_at IS NULL
