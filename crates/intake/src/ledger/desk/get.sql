SELECT code, name, enrolled_at, revoked_at
FROM desk
WHERE code = :code;
