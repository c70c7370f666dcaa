INSERT INTO status (position, ticket, desk, state, note, at)
SELECT (SELECT COALESCE(MAX(position), 0) + 1 FROM status), ticket.id, ticket.desk, :state, :note, :at
FROM ticket
WHERE ticket.id = :ticket AND ticket.erased_at IS NULL;
