SELECT
    id, number, state, created_at, call, procedure, supersedes, service, service_name, unit,
    street, building_number, flat, landmark, description, answers,
    email, phone, consent_at, consent_version, refusal, corrected_by, city_state, city_note, city_at
FROM filed
WHERE number = :number
