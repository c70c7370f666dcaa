DELETE FROM ticket WHERE id = :id
