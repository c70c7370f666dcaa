SELECT id, call, procedure, supersedes, form FROM draft WHERE id = :id
