-- The newest that is still waited for, at the same intake.
UPDATE enrolment SET certificate = :certificate
WHERE
    granted IS NULL
    AND intake = :intake
    AND epoch = (SELECT max(epoch) FROM enrolment)
RETURNING signing_key
