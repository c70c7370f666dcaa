INSERT INTO tombstone (id, number, sha256, sealed_at, acknowledged_at, purged_at)
SELECT ticket.id, ticket.number, sealed.sha256, sealed.sealed_at, sealed.acknowledged_at, :at
FROM sealed
JOIN ticket ON ticket.id = sealed.ticket
WHERE sealed.acknowledged_at < :before
ORDER BY sealed.acknowledged_at
LIMIT :limit
RETURNING number
