DELETE FROM batch
WHERE receipt IS NULL AND announced_at < :before
RETURNING id;
