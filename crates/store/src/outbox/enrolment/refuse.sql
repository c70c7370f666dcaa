UPDATE enrolment SET refused = :code
WHERE
    (refused IS NULL OR refused <> :code)
    AND epoch = (SELECT max(epoch) FROM enrolment WHERE granted IS NOT NULL)
RETURNING (SELECT code FROM desk) AS code
