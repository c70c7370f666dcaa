INSERT INTO desk (code, name, enrolled_at, token_sha256)
VALUES (:code, :name, :enrolled_at, :token_sha256)
ON CONFLICT (code) DO UPDATE
SET enrolled_at = excluded.enrolled_at,
    token_sha256 = excluded.token_sha256,
    revoked_at = NULL,
    name = CASE excluded.name WHEN '' THEN desk.name ELSE excluded.name END;
