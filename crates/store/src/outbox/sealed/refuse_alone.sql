UPDATE sealed SET refusal = :code
WHERE
    batch = :batch
    AND acknowledged_at IS NULL
    AND refusal IS NULL
    AND (SELECT count(*) FROM sealed AS beside WHERE beside.batch = :batch) = 1
RETURNING (SELECT number FROM ticket WHERE ticket.id = sealed.ticket) AS number
