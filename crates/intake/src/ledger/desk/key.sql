SELECT verifier, revoked_at
FROM desk_key
WHERE desk = :desk AND id = :id;
