UPDATE desk
SET revoked_at = :at
WHERE code = :code AND revoked_at IS NULL;
