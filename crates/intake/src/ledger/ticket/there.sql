SELECT number, sha256
FROM ticket
WHERE id = :id;
