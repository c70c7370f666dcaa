-- Whatever batch it is in now: the intake has these very bytes.
UPDATE sealed SET acknowledged_at = :at, batch = :batch, refusal = NULL
WHERE ticket = :ticket AND sha256 = :sha256 AND acknowledged_at IS NULL
RETURNING (SELECT number FROM ticket WHERE ticket.id = sealed.ticket) AS number
