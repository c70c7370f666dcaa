-- Those that must travel alone come last: they have failed once.
SELECT sealed.ticket, ticket.number, sealed.sha256, sealed.record, sealed.alone
FROM sealed
JOIN ticket ON ticket.id = sealed.ticket
WHERE sealed.batch IS NULL AND sealed.acknowledged_at IS NULL AND sealed.refusal IS NULL
ORDER BY sealed.alone, ticket.created_at, sealed.ticket
