SELECT ticket.id, ticket.number, ticket.sha256, ticket.record, ticket.desk, ticket.batch, ticket.received_at,
       ticket.created_at, ticket.service, ticket.unit, ticket.remark, status.state, status.note, status.at
FROM ticket
LEFT JOIN status ON status.position = (SELECT MAX(said.position) FROM status AS said WHERE said.ticket = ticket.id)
WHERE ticket.id > :after AND ticket.erased_at IS NULL
ORDER BY ticket.id
LIMIT :limit;
