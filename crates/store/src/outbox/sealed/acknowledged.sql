-- UUIDs of version 7 are in the order in which their drafts were begun.
SELECT sealed.ticket, ticket.number, sealed.sha256, sealed.record
FROM sealed
JOIN ticket ON ticket.id = sealed.ticket
WHERE sealed.acknowledged_at >= :since AND (:after IS NULL OR sealed.ticket > :after)
ORDER BY sealed.ticket
