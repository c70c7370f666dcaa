INSERT INTO enrolment (epoch, intake, certificate, signing_key, begun_at)
SELECT coalesce(max(epoch), 0) + 1, :intake, :certificate, :signing_key, :at FROM enrolment
