SELECT id, call, procedure, form, saved_at FROM draft ORDER BY id
