-- Copies that hold contacts which have been sealed since.
SELECT file
FROM backup
WHERE EXISTS (
    SELECT 1
    FROM sealed
    JOIN ticket ON ticket.id = sealed.ticket
    WHERE ticket.created_at <= backup.made_at AND sealed.sealed_at > backup.made_at
)
