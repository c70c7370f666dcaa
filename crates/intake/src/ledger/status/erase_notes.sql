UPDATE status
SET note = ''
WHERE ticket = :id;
