-- :words is a JSON list of folded words; a ticket must hold each of them.
SELECT
    id, number, state, created_at, call, procedure, supersedes, voice_of, service, service_name, unit,
    street, building_number, flat, corner, osiedle, landmark, description, answers,
    email, phone, consent_at, consent_version, refusal, corrected_by, city_state, city_note, city_at
FROM filed
WHERE NOT EXISTS (SELECT 1 FROM json_each(:words) AS word WHERE instr(filed.haystack, word.value) = 0)
ORDER BY created_at DESC, id DESC
LIMIT :limit
