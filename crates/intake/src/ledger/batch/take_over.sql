UPDATE batch
SET desk = :desk
WHERE id = :id;
