SELECT
    id, number, state, created_at, call, procedure, service, service_name, unit,
    street, building_number, flat, landmark, description, answers,
    email, phone, consent_at, consent_version
FROM ticket
WHERE number = :number
