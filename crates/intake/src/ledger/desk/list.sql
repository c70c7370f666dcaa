SELECT code, name, enrolled_at, revoked_at
FROM desk
ORDER BY length(code), code;
