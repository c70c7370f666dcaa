-- What the desk and the editors learn from: questions that found little, and articles opened after a question. Both
-- hold folded words only; what may be a caller's is refused before it comes here.
CREATE TABLE missed_query (
    text TEXT NOT NULL PRIMARY KEY CHECK (length(text) BETWEEN 1 AND 80),
    kind TEXT NOT NULL CHECK (kind IN ('zero', 'weak')),
    count INTEGER NOT NULL CHECK (count > 0),
    reported INTEGER NOT NULL CHECK (reported IN (0, 1)),
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE chosen (
    query TEXT NOT NULL CHECK (length(query) BETWEEN 1 AND 200),
    procedure TEXT NOT NULL,
    -- Grows by 1 with each opening and halves in 30 days; as it was at last_at.
    weight REAL NOT NULL CHECK (weight > 0),
    times INTEGER NOT NULL CHECK (times > 0),
    last_at TEXT NOT NULL,
    PRIMARY KEY (query, procedure)
) STRICT, WITHOUT ROWID;
