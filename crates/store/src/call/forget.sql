-- What was asked, noted and ticked in it may be the caller's; that there was such a call is not.
UPDATE call SET query = '', note = '', ticked = '{}'
WHERE ended_at < :before AND (query <> '' OR note <> '' OR ticked <> '{}')
