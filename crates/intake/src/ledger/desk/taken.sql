SELECT code
FROM desk
UNION
SELECT desk AS code
FROM enrolment_code
WHERE desk IS NOT NULL;
