-- :services is a JSON list of codes.
SELECT told
FROM matter
WHERE created_at >= :since
    AND service IN (SELECT value FROM json_each(:services))
ORDER BY created_at DESC, ticket DESC
LIMIT :limit
