-- What other desks have reported, as the intake tells it: for a month, to say "podobne zgłoszenie".
CREATE TABLE matter (
    ticket TEXT NOT NULL PRIMARY KEY,
    created_at TEXT NOT NULL,
    service TEXT NOT NULL,
    told TEXT NOT NULL CHECK (json_valid(told))
) STRICT;

CREATE INDEX matter_created ON matter (created_at);

-- How far they are read, in the intake's own counting.
ALTER TABLE enrolment ADD COLUMN matters_through TEXT NOT NULL DEFAULT '0';
