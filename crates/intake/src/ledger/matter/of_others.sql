SELECT ticket.told AS position, ticket.withdrawn_at, ticket.received_at, ticket.id, ticket.number, ticket.record, status.state
FROM ticket
LEFT JOIN status ON status.position = (SELECT MAX(said.position) FROM status AS said WHERE said.ticket = ticket.id)
WHERE ticket.told > :since AND ticket.desk <> :desk AND ticket.created_at >= :after
ORDER BY ticket.told
LIMIT :limit;
