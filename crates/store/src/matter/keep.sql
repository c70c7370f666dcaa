-- A report that this desk has made itself, under an earlier code, is no other desk's.
INSERT INTO matter (ticket, created_at, service, told)
SELECT :ticket, :created_at, :service, :told
WHERE
    NOT EXISTS (SELECT 1 FROM ticket WHERE id = :ticket)
    AND NOT EXISTS (SELECT 1 FROM tombstone WHERE id = :ticket)
ON CONFLICT (ticket) DO UPDATE
SET created_at = excluded.created_at, service = excluded.service, told = excluded.told
