SELECT COUNT(*) AS unfinished
FROM batch
WHERE desk = :desk AND receipt IS NULL;
