INSERT INTO attachment (ticket, id, sha256, content)
VALUES (:ticket, :id, :sha256, :content)
ON CONFLICT (ticket, id, sha256) DO NOTHING;
