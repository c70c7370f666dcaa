SELECT count(*) FROM ticket WHERE call = :call
