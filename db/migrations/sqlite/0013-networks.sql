-- Several sources of a kind are told apart by a name; what a source's network is to people is kept with it.
ALTER TABLE source ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN network TEXT;
DROP INDEX source_kind;
CREATE UNIQUE INDEX source_name ON source (campaign_id, kind, name);
