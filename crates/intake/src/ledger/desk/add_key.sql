INSERT INTO desk_key (desk, id, verifier)
VALUES (:desk, :id, :verifier)
ON CONFLICT (desk, id) DO NOTHING;
