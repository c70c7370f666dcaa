SELECT id, number, sha256, record
FROM ticket
ORDER BY position
LIMIT :limit;
