-- The newest first: a receipt may come from the intake of an earlier enrolment.
SELECT granted FROM enrolment WHERE granted IS NOT NULL ORDER BY epoch DESC
