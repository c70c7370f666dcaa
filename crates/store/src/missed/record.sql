INSERT INTO missed_query (text, kind, count, reported, first_at, last_at)
VALUES (:text, :kind, 1, :reported, :at, :at)
ON CONFLICT (text) DO UPDATE
SET kind = excluded.kind,
    -- A report is about a question that has been counted.
    count = missed_query.count + (excluded.reported = 0),
    reported = max(missed_query.reported, excluded.reported),
    last_at = excluded.last_at
