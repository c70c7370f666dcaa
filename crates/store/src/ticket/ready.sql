-- Those whose time for undoing is over, the oldest first. One from further in the future than that was saved by a clock that
-- was wrong then; it must not wait for years.
SELECT
    id, number, state, created_at, call, procedure, supersedes, voice_of, service, service_name, unit,
    street, building_number, flat, corner, osiedle, landmark, description, answers,
    email, phone, consent_at, consent_version, refusal, corrected_by, city_state, city_note, city_at
FROM filed
WHERE state = 'ready' AND (created_at <= :until OR created_at > :future)
ORDER BY created_at, id
