SELECT id, call, procedure, supersedes, voice_of, form, saved_at FROM draft ORDER BY id
