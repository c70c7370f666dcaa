UPDATE batch SET attempts = attempts + 1 WHERE id = :id RETURNING attempts
