UPDATE ticket
SET record = :nothing, erased_at = :at
WHERE id = :id AND erased_at IS NULL;
