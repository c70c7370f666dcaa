DELETE FROM undone WHERE id = :id RETURNING number
