-- Another ticket has the number.
SELECT 1 FROM ticket WHERE number = :number AND id <> :id
UNION ALL
-- The copy is newer, and it was undone there.
SELECT 1 FROM undone WHERE id = :id AND NOT :newer
UNION ALL
-- Its contact went into a record that could not be read: better the ticket as it was before it was sealed.
SELECT 1 FROM ticket
WHERE id = :id AND consent_at IS NOT NULL AND :contact IS NULL AND NOT :sealed
    AND NOT EXISTS (SELECT 1 FROM sealed WHERE sealed.ticket = ticket.id)
