SELECT number FROM ticket WHERE call = :call ORDER BY created_at, number
