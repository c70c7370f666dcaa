SELECT key FROM edition_seen
