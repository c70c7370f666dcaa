DELETE FROM batch
WHERE id = :id AND receipt IS NULL;
