UPDATE sealed SET refusal = 'other_key'
WHERE acknowledged_at IS NULL AND refusal IS NULL
RETURNING (SELECT number FROM ticket WHERE ticket.id = sealed.ticket) AS number
