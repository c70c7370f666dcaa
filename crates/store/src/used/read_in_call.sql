SELECT id FROM used WHERE call = :call AND kind = 'procedure' ORDER BY used_at, id
