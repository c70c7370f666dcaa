WITH
ended AS (
    SELECT
        (julianday(ended_at) - julianday(opened_at)) * 86400 - held_ms / 1000.0 AS talked,
        EXISTS (SELECT 1 FROM used WHERE used.call = call.id AND used.kind = 'procedure') AS read
    FROM call
    WHERE ended_at >= :from AND ended_at < :until
),
ranked AS (SELECT talked, row_number() OVER (ORDER BY talked) AS place, count(*) OVER () AS number FROM ended)
SELECT
    (SELECT count(*) FROM ended) AS calls,
    (SELECT count(*) FROM ended WHERE read) AS with_article,
    (SELECT count(*) FROM ticket WHERE created_at >= :from AND created_at < :until) AS tickets,
    -- Of an even number the mean of the two in the middle.
    (SELECT CAST(round(max(avg(talked), 0)) AS INTEGER) FROM ranked WHERE place IN ((number + 1) / 2, (number + 2) / 2)) AS median
