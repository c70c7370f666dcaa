-- What a desk of the first format held after one saved ticket.
INSERT INTO desk VALUES (1, '00000000-0000-0000-0000-000000000000', 'Ł7', 2, '1970-01-01T00:00:00+00:00');
INSERT INTO ticket VALUES (
    '00000000-0000-0000-0000-000000000001', 'Ł7-0001-F', 'ready', '1970-01-01T00:00:01+00:00', NULL, NULL,
    'drogi.ubytek-jezdni', 'Ubytek w jezdni', 'zdit', 'ul. Łąkowa', '30/32', NULL, NULL, 'Głęboki ubytek', '{}',
    NULL, NULL, NULL, NULL, 'ł7-0001-f
ubytek w jezdni
ul. lakowa 30/32
gleboki ubytek'
);
PRAGMA application_id = 0x43454E44;
PRAGMA user_version = 1;
