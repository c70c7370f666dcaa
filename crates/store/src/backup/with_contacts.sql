-- Copies that hold contacts which have been sealed since: of the ticket, or of the draft that it was. A draft is begun at the
-- moment in its id (UUIDv7: the first 48 bits are milliseconds), and its ticket has the same.
SELECT file
FROM backup
WHERE EXISTS (
    SELECT 1
    FROM sealed
    WHERE
        replace(substr(sealed.ticket, 1, 13), '-', '')
        <= format('%012x', CAST(unixepoch(backup.made_at, 'subsec') * 1000 AS INTEGER))
        AND sealed.sealed_at > backup.made_at
)
