-- An autosave that comes after its ticket was saved must not bring the draft back, and a purged ticket stays so.
INSERT INTO draft (id, call, procedure, supersedes, voice_of, form, saved_at)
SELECT :id, :call, :procedure, :supersedes, :voice_of, :form, :at
WHERE
    NOT EXISTS (SELECT 1 FROM ticket WHERE ticket.id = :id)
    AND NOT EXISTS (SELECT 1 FROM tombstone WHERE tombstone.id = :id)
ON CONFLICT (id) DO UPDATE
SET call = excluded.call, procedure = excluded.procedure, form = excluded.form, saved_at = excluded.saved_at
