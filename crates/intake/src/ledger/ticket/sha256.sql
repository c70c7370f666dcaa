SELECT sha256
FROM ticket
WHERE id = :id;
