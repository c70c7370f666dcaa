UPDATE sealed SET refusal = :code
WHERE ticket = :ticket AND sha256 = :sha256 AND batch = :batch AND acknowledged_at IS NULL AND refusal IS NULL
RETURNING (SELECT number FROM ticket WHERE ticket.id = sealed.ticket) AS number
