CREATE TABLE manifest (
    only_row INTEGER PRIMARY KEY,
    batch TEXT NOT NULL,
    desk TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    previous_sha256 TEXT,
    made_at TEXT NOT NULL,
    tickets INTEGER NOT NULL,
    attachments INTEGER NOT NULL,
    signing_key TEXT NOT NULL,
    signature TEXT NOT NULL
) STRICT;
CREATE TABLE ticket (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    number TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    record BLOB NOT NULL
) STRICT;
CREATE TABLE attachment (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    ticket TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;
