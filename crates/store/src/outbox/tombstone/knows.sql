SELECT 1 FROM tombstone WHERE id = :id
