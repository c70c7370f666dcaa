-- Those whose time for undoing is over, the oldest first.
SELECT
    id, number, state, created_at, call, procedure, supersedes, service, service_name, unit,
    street, building_number, flat, landmark, description, answers,
    email, phone, consent_at, consent_version, refusal, city_state, city_note, city_at
FROM filed
WHERE state = 'ready' AND created_at <= :until
ORDER BY created_at, id
LIMIT :limit
