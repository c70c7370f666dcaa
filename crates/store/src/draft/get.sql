SELECT id, call, procedure, supersedes, voice_of, form FROM draft WHERE id = :id
