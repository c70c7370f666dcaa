UPDATE draft SET call = :call WHERE id = :id
