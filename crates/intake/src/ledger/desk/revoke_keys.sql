UPDATE desk_key
SET revoked_at = :at
WHERE desk = :code AND revoked_at IS NULL;
