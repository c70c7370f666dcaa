UPDATE enrolment SET refused = :code
WHERE epoch = :epoch AND granted IS NOT NULL AND (refused IS NULL OR refused <> :code)
RETURNING (SELECT code FROM desk) AS code
