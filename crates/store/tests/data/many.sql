-- Two thousand tickets more in a file of the first format.
WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 2001)
INSERT INTO ticket (id, number, state, created_at, service, service_name, unit, street, building_number, description, answers, haystack)
SELECT printf('00000000-0000-7000-8000-%012x', i), i, state, created_at, service,
    service_name, unit, street, building_number, description, answers, haystack
FROM n, ticket WHERE ticket.rowid = 1;
