-- :services is a JSON list of codes.
SELECT
    id, number, state, created_at, call, procedure, supersedes, voice_of, service, service_name, unit,
    street, building_number, flat, corner, osiedle, landmark, description, answers,
    email, phone, consent_at, consent_version, refusal, corrected_by, city_state, city_note, city_at
FROM filed
WHERE created_at >= :since
    AND id <> :but
    AND id IS NOT :corrected
    AND voice_of IS NULL
    AND service IN (SELECT value FROM json_each(:services))
    AND corrected_by IS NULL
ORDER BY created_at DESC, id DESC
LIMIT :limit
