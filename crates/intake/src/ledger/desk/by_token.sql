SELECT code, name, enrolled_at, revoked_at
FROM desk
WHERE token_sha256 = :token_sha256;
