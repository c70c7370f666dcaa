SELECT
    draft.id, draft.call, draft.procedure, draft.supersedes, draft.voice_of, draft.form, draft.saved_at,
    handover.note, handover.at
FROM draft
LEFT JOIN handover ON handover.draft = draft.id
ORDER BY draft.id
