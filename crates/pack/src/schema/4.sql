CREATE TABLE elsewhere (ordinal INTEGER NOT NULL PRIMARY KEY, body TEXT NOT NULL CHECK (json_valid(body))) STRICT;
CREATE TABLE asked_as (ordinal INTEGER NOT NULL PRIMARY KEY, body TEXT NOT NULL CHECK (json_valid(body))) STRICT;
