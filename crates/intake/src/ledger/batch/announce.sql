INSERT INTO batch (id, desk, sha256, size, announced_at)
VALUES (:id, :desk, :sha256, :size, :announced_at)
ON CONFLICT (id) DO NOTHING;
