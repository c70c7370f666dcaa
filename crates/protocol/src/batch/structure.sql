SELECT type, name, tbl_name, rootpage, sql
FROM sqlite_schema
ORDER BY rowid
LIMIT 4;
