UPDATE enrolment_code
SET desk = :desk, used_at = :used_at, used_key = :used_key
WHERE sha256 = :sha256;
