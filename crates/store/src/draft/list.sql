SELECT id, call, procedure, supersedes, form, saved_at FROM draft ORDER BY id
