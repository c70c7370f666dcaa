-- A corner of two streets, an osiedle, and tickets that only add a voice to another.
ALTER TABLE ticket ADD COLUMN corner TEXT;
ALTER TABLE ticket ADD COLUMN osiedle TEXT;
ALTER TABLE ticket ADD COLUMN voice_of TEXT;
ALTER TABLE draft ADD COLUMN voice_of TEXT;

CREATE INDEX ticket_voices ON ticket (voice_of) WHERE voice_of IS NOT NULL;

-- A contact that nobody has consented to was kept with its draft before.
UPDATE draft SET form = json_set(form, '$.contact', NULL) WHERE json_extract(form, '$.contact.consent') = 0;
