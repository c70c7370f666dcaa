UPDATE sealed SET refusal = 'damaged'
WHERE ticket IN (SELECT value FROM json_each(:tickets))
RETURNING (SELECT number FROM ticket WHERE ticket.id = sealed.ticket) AS number
