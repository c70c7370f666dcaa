INSERT INTO attachment (id, ticket, sha256, content)
VALUES (:id, :ticket, :sha256, :content)
ON CONFLICT (id) DO NOTHING;
