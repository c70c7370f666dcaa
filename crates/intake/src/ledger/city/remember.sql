INSERT INTO city (only_row, verifier)
VALUES (1, :verifier)
ON CONFLICT (only_row) DO NOTHING;
