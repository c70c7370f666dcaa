SELECT desk, name, expires_at, used_at, used_key
FROM enrolment_code
WHERE sha256 = :sha256;
