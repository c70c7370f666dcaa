INSERT INTO undone (id, number) VALUES (:id, :number)
