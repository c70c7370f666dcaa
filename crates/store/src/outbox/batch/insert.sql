INSERT INTO batch (id, epoch, sequence, made_at, sha256, size)
VALUES (:id, :epoch, :sequence, :made_at, :sha256, :size)
