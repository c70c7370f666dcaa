SELECT id, erased_at
FROM ticket
WHERE number = :number
ORDER BY id;
