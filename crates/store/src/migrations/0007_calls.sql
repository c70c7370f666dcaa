-- A call can be held, and the documents that the person has are ticked in it. Articles are flagged for the editors, what
-- changed in them is told to the next shift, and a draft can be handed over to it.
ALTER TABLE call ADD COLUMN held_since TEXT;
-- On hold altogether, without the hold that goes on.
ALTER TABLE call ADD COLUMN held_ms INTEGER NOT NULL DEFAULT 0 CHECK (held_ms >= 0);
-- Documents by article, in the article's words: a new edition may list them in another order.
ALTER TABLE call ADD COLUMN ticked TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(ticked));

CREATE INDEX call_ended ON call (ended_at) WHERE ended_at IS NOT NULL;

-- An article that an operator holds for outdated, once per version. Never a caller's data.
CREATE TABLE flag (
    procedure TEXT NOT NULL,
    version TEXT NOT NULL,
    edition TEXT NOT NULL,
    -- Folded; empty where it may have held something of a caller's.
    query TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (procedure, version)
) STRICT, WITHOUT ROWID;

-- The note for the next shift. It goes with its draft.
CREATE TABLE handover (
    draft TEXT NOT NULL PRIMARY KEY REFERENCES draft (id) ON DELETE CASCADE,
    note TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The edition that this desk has seen, and when each of its articles became as it is now; none for the first edition.
CREATE TABLE edition_seen (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    key TEXT NOT NULL
) STRICT;

CREATE TABLE article_seen (
    procedure TEXT NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL,
    changed_at TEXT
) STRICT, WITHOUT ROWID;
