SELECT 1 FROM used WHERE call = :call AND kind = :kind AND id = :id
