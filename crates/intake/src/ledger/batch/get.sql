SELECT desk, sha256, size, receipt
FROM batch
WHERE id = :id;
