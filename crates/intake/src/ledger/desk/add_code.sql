INSERT INTO enrolment_code (sha256, desk, name, expires_at)
VALUES (:sha256, :desk, :name, :expires_at);
