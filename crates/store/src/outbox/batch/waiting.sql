SELECT
    id, sha256, size, attempts,
    (SELECT count(*) FROM sealed WHERE sealed.batch = batch.id) AS tickets
FROM batch
WHERE receipt IS NULL AND dissolved IS NULL
ORDER BY epoch, sequence
