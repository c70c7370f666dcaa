SELECT status.position, status.ticket, ticket.number, status.state, status.note, status.at
FROM status
JOIN ticket ON ticket.id = status.ticket
WHERE status.desk = :desk AND status.position > :since
ORDER BY status.position
LIMIT :limit;
