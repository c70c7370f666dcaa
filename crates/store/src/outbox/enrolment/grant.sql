UPDATE enrolment SET granted = :granted, granted_at = :at
WHERE granted IS NULL AND epoch = (SELECT max(epoch) FROM enrolment)
