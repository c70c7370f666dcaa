SELECT epoch, intake, certificate, signing_key, granted, granted_at, refused, news_through, matters_through, heard_at
FROM enrolment
WHERE granted IS NOT NULL
ORDER BY epoch DESC
LIMIT 1
