UPDATE call SET ended_at = :at, outcome = :outcome WHERE id = :id AND ended_at IS NULL
