UPDATE sealed SET refusal = 'not_named'
WHERE batch = :batch AND acknowledged_at IS NULL AND refusal IS NULL
RETURNING (SELECT number FROM ticket WHERE ticket.id = sealed.ticket) AS number
