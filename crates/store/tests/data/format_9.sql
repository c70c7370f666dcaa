-- What a desk of format 9 held after an information call, with a second one open: it had learnt from whatever had opened.
INSERT INTO desk VALUES (1, '00000000-0000-0000-0000-000000000000', 'Ł7', 1, '1970-01-01T00:00:00+00:00');
INSERT INTO call (id, opened_at, ended_at, outcome, query, procedure, note) VALUES
    ('00000000-0000-0000-0000-000000000001', '1970-01-01 00:00:01+00:00', '1970-01-01 00:00:05+00:00', 'informed', 'dowod', 'KA-1', ''),
    ('00000000-0000-0000-0000-000000000002', '1970-01-01 00:00:06+00:00', NULL, NULL, 'meldunek', 'KA-2', '');
INSERT INTO reading VALUES
    ('00000000-0000-0000-0000-000000000001', 'KA-1', '1970-01-01 00:00:05+00:00'),
    ('00000000-0000-0000-0000-000000000002', 'KA-2', '1970-01-01 00:00:07+00:00');
INSERT INTO chosen VALUES ('dowod', 'KA-1', 1.5, 2, '1970-01-01 00:00:05+00:00');
INSERT INTO favourite VALUES ('KA-3', '1970-01-01 00:00:02+00:00');
INSERT INTO missed_query VALUES ('kanapa', 'zero', 1, 0, '1970-01-01 00:00:03+00:00', '1970-01-01 00:00:03+00:00');
PRAGMA application_id = 0x43454E44;
PRAGMA user_version = 9;
