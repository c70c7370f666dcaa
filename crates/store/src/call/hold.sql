UPDATE call SET held_since = :at WHERE id = :id AND ended_at IS NULL AND held_since IS NULL
