UPDATE sealed SET refusal = NULL, batch = NULL, alone = 1
WHERE ticket = (SELECT id FROM ticket WHERE number = :number) AND acknowledged_at IS NULL AND refusal IS NOT NULL
RETURNING (SELECT number FROM ticket WHERE ticket.id = sealed.ticket) AS number
