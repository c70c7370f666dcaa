SELECT matter.position, matter.withdrawn_at, ticket.id, ticket.number, ticket.record, status.state
FROM matter
JOIN ticket ON ticket.id = matter.ticket
LEFT JOIN status ON status.position = (SELECT MAX(said.position) FROM status AS said WHERE said.ticket = matter.ticket)
WHERE matter.position > :since AND matter.desk <> :desk AND matter.created_at >= :after
ORDER BY matter.position
LIMIT :limit;
