-- Only deliberate acts teach. Until here nobody noted whether an article was opened on purpose or by itself, so what was
-- learnt and read cannot be told apart: all of it is forgotten. The tables that take their place have other names, so that
-- nothing of the old ones is brought back from a damaged file. How calls ended stays.
DROP TABLE chosen;
DROP TABLE reading;

-- What was used in a call, and by which act first.
CREATE TABLE used (
    call TEXT NOT NULL REFERENCES call (id),
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    act TEXT NOT NULL,
    used_at TEXT NOT NULL,
    PRIMARY KEY (call, kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE habit (
    query TEXT NOT NULL CHECK (length(query) BETWEEN 1 AND 200),
    procedure TEXT NOT NULL,
    -- Grows by 1 with each call that uses it after such a query and halves in 30 days; as it was at last_at.
    weight REAL NOT NULL CHECK (weight > 0),
    times INTEGER NOT NULL CHECK (times > 0),
    last_at TEXT NOT NULL,
    PRIMARY KEY (query, procedure)
) STRICT, WITHOUT ROWID;

-- A question that found little, and what was used after it: for the editors. Folded words, never a caller's data.
CREATE TABLE phrasing (
    text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 80),
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    PRIMARY KEY (text, kind, id)
) STRICT, WITHOUT ROWID;

-- The matter that is not the city's, where its card is open.
ALTER TABLE call ADD COLUMN elsewhere TEXT;

-- A caller says the number of another desk's report.
CREATE INDEX matter_number ON matter (json_extract(told, '$.number'));
