-- A call that could not be read, but that something belongs to: ended, and nothing more is known of it.
INSERT INTO call (id, opened_at, ended_at, query, note)
SELECT id, :now, :now, '', '' FROM (
    SELECT call AS id FROM draft UNION SELECT call FROM ticket UNION SELECT call FROM used
) WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM call)
